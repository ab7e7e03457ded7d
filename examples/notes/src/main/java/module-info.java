/** Notes that a daemon keeps and a command writes. */
module notes {
    requires io.samehost.client;
    requires io.samehost.server;
}
