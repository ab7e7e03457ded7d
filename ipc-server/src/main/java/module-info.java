/** One server abstraction: the same request handler over AF_UNIX and over TCP loopback. */
@SuppressWarnings("module") // io.samehost.grpc is not here yet when this module is compiled
module io.samehost.server {
    requires transitive io.samehost.core;
    requires static jdk.jfr; // where it is, it can record what a server does

    exports io.samehost.server;
    exports io.samehost.server.daemon;
    exports io.samehost.server.files;
    exports io.samehost.server.flood;
    exports io.samehost.server.handler;
    exports io.samehost.server.lasting to
            io.samehost.grpc;
    exports io.samehost.server.listener;
    exports io.samehost.server.raw;
    exports io.samehost.server.rpc to
            io.samehost.grpc;
    exports io.samehost.server.session;
    exports io.samehost.server.setting;
    exports io.samehost.server.systemd;
}
