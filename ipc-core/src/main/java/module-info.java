/**
 * The part that server and client share: addresses and sockets on one side, frames and their meaning on the other.
 *
 * <p>What is exported to everybody is promised to users; what is exported to our own modules may change.
 */
@SuppressWarnings("module") // our own modules are not here yet when this one is compiled
module io.samehost.core {
    requires jdk.net;
    requires static jdk.jfr; // where it is, it can record calls
    requires static org.newsclub.net.unix; // for those who need more than the JDK has

    exports io.samehost.address;
    exports io.samehost.transport.peer;
    exports io.samehost.wire;
    exports io.samehost.daemon to
            io.samehost.server,
            io.samehost.client,
            io.samehost.cli;
    exports io.samehost.protocol to
            io.samehost.server,
            io.samehost.client;
    exports io.samehost.wire.frame to
            io.samehost.server,
            io.samehost.client,
            io.samehost.grpc,
            io.samehost.cli;
    exports io.samehost.text to
            io.samehost.server,
            io.samehost.cli;
    exports io.samehost.transport to
            io.samehost.server,
            io.samehost.client,
            io.samehost.bench,
            io.samehost.cli;
    exports io.samehost.transport.output to
            io.samehost.server,
            io.samehost.client;
    exports io.samehost.transport.system to
            io.samehost.server,
            io.samehost.client,
            io.samehost.bench,
            io.samehost.cli;
}
