/** What server and client share: addresses and sockets on one side, frames and their meaning on the other. */
module io.samehost.core {
    requires jdk.net;
    requires jdk.unsupported;
    requires org.newsclub.net.unix;

    exports io.samehost.address;
    exports io.samehost.command;
    exports io.samehost.protocol;
    exports io.samehost.transport;
    exports io.samehost.wire;
}
