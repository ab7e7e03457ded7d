/** Measures each transport between two processes and answers: AF_UNIX or loopback, on this machine? */
module io.samehost.bench {
    requires io.samehost.server;
    requires io.samehost.client;
    requires info.picocli;
}
