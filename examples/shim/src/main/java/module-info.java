/** Runs a container by containerd's shim. */
module shim {
    requires io.samehost.client;
    requires io.samehost.protobuf;
    requires io.samehost.server;
}
