/** Measures each transport between two processes and answers: AF_UNIX or loopback, on this machine? */
module io.samehost.bench {
    requires com.fasterxml.jackson.databind;
    requires HdrHistogram;
    requires info.picocli;
    requires io.samehost.cli;
    requires io.samehost.client;
    requires io.samehost.server;
    requires java.management;
    requires jdk.management;
    requires org.apache.commons.csv;

    // picocli fills the annotated fields of the command
    opens io.samehost.bench.cli to
            info.picocli;
    // Jackson makes the records of a saved report
    opens io.samehost.bench.saved to
            com.fasterxml.jackson.databind;
}
