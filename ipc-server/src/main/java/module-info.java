/** One server abstraction: the same request handler over AF_UNIX and over TCP loopback. */
module io.samehost.server {
    requires transitive io.samehost.core;
    requires info.picocli;

    exports io.samehost.server;
    exports io.samehost.server.raw;
}
