/** A plugin of {@code protoc} that generates stubs. A program, of which nothing is exported. */
module io.samehost.protobuf.generator {
    requires com.google.protobuf;
    requires java.compiler; // knows the words of the language
}
