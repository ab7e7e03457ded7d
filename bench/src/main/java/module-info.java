/** Measures each transport between two processes and answers: AF_UNIX or loopback, on this machine? */
module io.samehost.bench {
    requires com.fasterxml.jackson.databind;
    requires HdrHistogram;
    requires info.picocli;
    requires io.samehost.client;
    requires io.samehost.server;
    requires java.management;
    requires jdk.management;

    // picocli fills the annotated fields of the command
    opens io.samehost.bench to
            info.picocli;
}
