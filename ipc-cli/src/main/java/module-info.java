/** The commands {@code ipc-server} and {@code ipc-client}. No library depends on it. */
@SuppressWarnings("module") // the benchmark is built later, and not seen from here
module io.samehost.cli {
    requires com.fasterxml.jackson.core;
    requires com.google.protobuf;
    requires com.google.protobuf.util;
    requires info.picocli;
    requires io.samehost.client;
    requires io.samehost.server;
    requires java.logging;
    requires jdk.unsupported; // signals
    requires me.tongfei.progressbar;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires com.kohlschutter.junixsocket.nativecommon; // optional for the libraries, needed by the commands
    requires org.newsclub.net.unix;

    exports io.samehost.cli to
            io.samehost.bench;

    // picocli fills the annotated fields of the commands
    opens io.samehost.cli.client to
            info.picocli;
    opens io.samehost.cli.client.call to
            info.picocli;
    opens io.samehost.cli.client.connect to
            info.picocli;
    opens io.samehost.cli.client.describe to
            info.picocli;
    opens io.samehost.cli.client.doctor to
            info.picocli;
    opens io.samehost.cli.client.form to
            info.picocli;
    opens io.samehost.cli.client.get to
            info.picocli;
    opens io.samehost.cli.client.json to
            info.picocli;
    opens io.samehost.cli.client.raw to
            info.picocli;
    opens io.samehost.cli.client.tool to
            info.picocli;
    opens io.samehost.cli.server to
            info.picocli;
}
