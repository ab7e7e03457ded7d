/** The client library and its command. */
module io.samehost.client {
    requires transitive io.samehost.core;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires org.jline.reader;
    requires org.jline.terminal;

    exports io.samehost.client;
    exports io.samehost.client.files;

    opens io.samehost.client.cli to
            info.picocli;
}
