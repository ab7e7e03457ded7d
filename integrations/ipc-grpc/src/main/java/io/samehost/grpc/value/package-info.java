/**
 * The values of samehost as gRPC has them, and back: names, payloads, metadata, statuses. Open {@link
 * io.samehost.grpc.value.Statuses} first. May not come in: calls, threads.
 */
package io.samehost.grpc.value;
