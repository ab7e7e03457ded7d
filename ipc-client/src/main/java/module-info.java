/** The client library and its command. */
module io.samehost.client {
    requires transitive io.samehost.core;
    requires info.picocli;

    exports io.samehost.client;

    opens io.samehost.client.cli to
            info.picocli;
}
