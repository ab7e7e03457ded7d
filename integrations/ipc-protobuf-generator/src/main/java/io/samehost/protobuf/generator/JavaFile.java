package io.samehost.protobuf.generator;

/** What the files of a service have in common: the lines above the class, and the way to name classes in it. */
final class JavaFile {
    private final StubService service;
    private final Imports imports;
    private final JavaText body = new JavaText();

    JavaFile(StubService service, String className, TypeNames types) {
        this.service = service;
        this.imports = new Imports(service, className, types);
    }

    JavaText body() {
        return body;
    }

    String name(MessageType message) {
        return imports.name(message);
    }

    String name(String qualified) {
        return imports.name(qualified);
    }

    /** Says that a class may use messages that are deprecated, where it does. */
    void allowDeprecatedMessages() {
        if (service.messages().anyMatch(MessageType::isDeprecated)) {
            body.line("@" + name("java.lang.SuppressWarnings") + "(\"deprecation\")");
        }
    }

    /** The whole file. */
    String text() {
        JavaText file = new JavaText();
        file.line("// Generated from " + service.file() + " by ipc-protobuf-generator " + Version.text()
                + ". Changes are lost when it is generated again.");
        if (!service.javaPackage().isEmpty()) {
            file.line("package " + service.javaPackage() + ";").blank();
        }
        if (!imports.lines().isEmpty()) {
            file.lines(imports.lines()).blank();
        }
        return file.toString() + body;
    }
}
