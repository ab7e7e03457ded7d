/** The client library. */
module io.samehost.client {
    requires java.management; // the options of this JVM, for a daemon that is started with the same
    requires transitive io.samehost.core;
    requires static jdk.jfr; // where it is, it can record the calls of a client

    exports io.samehost.client;
    exports io.samehost.client.daemon;
    exports io.samehost.client.files;
}
