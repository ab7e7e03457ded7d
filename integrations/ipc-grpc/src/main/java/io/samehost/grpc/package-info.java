/**
 * Handlers and clients of samehost over gRPC: {@link io.samehost.grpc.GrpcServices} takes the handlers that a server of
 * samehost takes, {@link io.samehost.grpc.GrpcCaller} calls as a client of samehost does.
 *
 * <p>Open {@link io.samehost.grpc.GrpcServices} first. May not come in: transports of gRPC, and how they are set up.
 */
package io.samehost.grpc;
