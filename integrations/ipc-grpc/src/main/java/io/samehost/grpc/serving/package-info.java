/**
 * A call of gRPC at its server, from the request to the handler and back. Open {@link io.samehost.grpc.serving.ServedCall}
 * first. May not come in: clients.
 */
package io.samehost.grpc.serving;
