/** Help for tests of services. */
module io.samehost.testing {
    requires transitive io.samehost.server;
    requires transitive io.samehost.client;
    requires static transitive org.junit.jupiter.api; // the one that the tests have

    exports io.samehost.testing;
}
