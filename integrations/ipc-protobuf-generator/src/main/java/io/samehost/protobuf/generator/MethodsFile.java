package io.samehost.protobuf.generator;

import java.util.List;
import java.util.stream.Stream;

/** Writes the class that has a constant for each method of a service. Both sides use it, and users may. */
final class MethodsFile {
    private final StubService service;
    private final JavaFile file;

    MethodsFile(StubService service, TypeNames types) {
        this.service = service;
        this.file = new JavaFile(service, types);
    }

    String text() {
        JavaText body = file.body();
        String generated = file.name("io.samehost.protobuf.GeneratedService");
        body.line("/** The methods of {@code " + service.fullName() + "}. */");
        file.allowDeprecatedMessages();
        body.open("public final class " + service.methodsName() + " {");
        body.field("private static final " + generated, "SERVICE", generated + ".of", arguments());
        service.methods().forEach(this::constant);
        body.blank().line("private " + service.methodsName() + "() {}");
        if (service.fileClass().isPresent()) {
            schema();
        }
        body.close("}");
        return file.text();
    }

    private List<String> arguments() {
        Stream<String> names = Stream.of(quoted(service.fullName()), quoted(Version.text()));
        Stream<String> descriptor =
                service.fileClass().stream().map(fileClass -> file.name(fileClass) + "::getDescriptor");
        return Stream.concat(names, descriptor).toList();
    }

    private void schema() {
        JavaText body = file.body();
        body.blank().line("/** What its messages are, for clients that ask: files of descriptors, serialised. */");
        body.open("static byte[] schema() {").line("return SERVICE.schema();").close("}");
    }

    private void constant(StubMethod method) {
        String request = file.name(method.request());
        String response = file.name(method.response());
        String type = file.name("io.samehost.wire.Method") + "<" + request + ", " + response + ">";
        file.body()
                .blank()
                .lines(new Javadoc().text(method.comment()).lines())
                .field(
                        "public static final " + type,
                        method.constant(),
                        "SERVICE.method",
                        List.of(quoted(method.wireName()), request + ".parser()", response + ".parser()"));
    }

    /** Names of protobuf have no character that would have to be escaped. */
    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
