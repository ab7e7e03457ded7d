/**
 * A call of gRPC at its client. Open {@link io.samehost.grpc.calling.UnaryAnswer} first, then {@link
 * io.samehost.grpc.calling.OpenStream}. May not come in: servers.
 */
package io.samehost.grpc.calling;
