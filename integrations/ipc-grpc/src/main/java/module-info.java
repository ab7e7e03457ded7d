/** The way beyond one machine: handlers and clients of samehost over gRPC. */
module io.samehost.grpc {
    requires transitive io.grpc; // a name without a descriptor: such a program runs on the module path, and jlink takes
    // it not
    requires transitive io.samehost.client;
    requires transitive io.samehost.server;

    exports io.samehost.grpc;
}
