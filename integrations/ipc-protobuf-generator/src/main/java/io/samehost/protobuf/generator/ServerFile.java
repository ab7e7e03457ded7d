package io.samehost.protobuf.generator;

import java.util.List;

/** Writes the interface that a server implements. */
final class ServerFile {
    private static final String HANDLER = "io.samehost.server.handler.";

    private final StubService service;
    private final JavaFile file;

    ServerFile(StubService service, TypeNames types) {
        this.service = service;
        this.file = new JavaFile(service, types);
    }

    String text() {
        JavaText body = file.body();
        body.lines(new Javadoc()
                .text(service.comment())
                .paragraph(
                        "Serves {@code " + service.fullName() + "}: implement it, and add it to a server.",
                        "Its methods are called from many threads at once.")
                .lines());
        file.allowDeprecatedMessages();
        body.open("public interface " + service.name() + " extends " + file.name("io.samehost.server.Service") + " {");
        service.methods().forEach(this::handler);
        addTo();
        body.close("}");
        return file.text();
    }

    private void handler(StubMethod method) {
        String request = file.name(method.request());
        String response = file.name(method.response());
        String returned = method.isServerStreaming() ? "void" : response;
        file.body()
                .lines(comment(method).lines())
                .method(
                        returned,
                        method.name(),
                        parameters(method, request, response),
                        " throws " + file.name("java.lang.Exception"),
                        ";")
                .blank();
    }

    private static Javadoc comment(StubMethod method) {
        Javadoc comment = new Javadoc().text(method.comment());
        return method.isDeprecated() ? comment.paragraph("Deprecated: new clients do not call it.") : comment;
    }

    private List<String> parameters(StubMethod method, String request, String response) {
        if (method.isUnary()) {
            return List.of(request + " request", file.name(HANDLER + "ServerRequest") + " call");
        }
        if (!method.isClientStreaming()) {
            return List.of(request + " request", file.name(HANDLER + "Outgoing") + "<" + response + "> answers");
        }
        return method.isServerStreaming()
                ? List.of(file.name(HANDLER + "ServerStream") + "<" + request + ", " + response + "> stream")
                : List.of(file.name(HANDLER + "Incoming") + "<" + request + "> messages");
    }

    private void addTo() {
        JavaText body = file.body();
        body.line("@" + file.name("java.lang.Override"));
        String head = "default void addTo(" + file.name("io.samehost.server.Handlers") + "<?> handlers) {";
        if (service.methods().isEmpty()) {
            body.line(head + "}");
            return;
        }
        body.open(head);
        for (StubMethod method : service.methods()) {
            body.call(
                    "handlers." + registration(method),
                    List.of(service.methodsName() + "." + method.constant(), "this::" + method.name()),
                    ";");
        }
        if (service.fileClass().isPresent()) {
            body.call(
                    "handlers.schema",
                    List.of("\"" + service.fullName() + "\"", service.methodsName() + "::schema"),
                    ";");
        }
        body.close("}");
    }

    private static String registration(StubMethod method) {
        if (method.isUnary()) {
            return "handle";
        }
        if (!method.isClientStreaming()) {
            return "handleServerStream";
        }
        return method.isServerStreaming() ? "handleBidi" : "handleClientStream";
    }
}
