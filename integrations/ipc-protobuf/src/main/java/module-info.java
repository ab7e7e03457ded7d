/** What generated stubs stand on. It knows neither server nor client: stubs of one side bring that side alone. */
module io.samehost.protobuf {
    requires transitive com.google.protobuf;
    requires transitive io.samehost.core;

    exports io.samehost.protobuf;
}
