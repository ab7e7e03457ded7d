/** Tests of handlers and clients over gRPC. */
package io.samehost.grpc;
