/** Greets over sockets of this machine. */
module greeter {
    requires io.samehost.client;
    requires io.samehost.protobuf;
    requires io.samehost.server;
}
