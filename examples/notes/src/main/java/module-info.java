/** Notes that a daemon keeps and a command writes. */
module notes {
    requires io.samehost.client;
    requires io.samehost.server;

    // For a socket of systemd's; otherwise the daemon needs neither.
    requires com.kohlschutter.junixsocket.nativecommon;
    requires org.newsclub.net.unix;
}
