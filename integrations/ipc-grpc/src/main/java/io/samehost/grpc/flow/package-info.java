/**
 * Waiting for messages and for room, at both ends. Open {@link io.samehost.grpc.flow.Arrivals} first. May not come in: gRPC.
 */
package io.samehost.grpc.flow;
