package io.samehost.protobuf.generator;

import java.util.List;
import java.util.stream.Stream;

/** Writes the interface by which a client calls, and what makes one of a {@code Caller}. */
final class ClientFile {
    private static final String CLIENT = "io.samehost.client.";

    private final StubService service;
    private final JavaFile file;

    ClientFile(StubService service, TypeNames types) {
        this.service = service;
        this.file = new JavaFile(service, types);
    }

    /**
     * One way to call a method, which comes with options and without.
     *
     * @param request the parameter with the message to send; empty for a stream that the client sends on
     * @param exceptions as they are declared
     * @param by the method of {@code Caller} that does it
     * @param remark on the stream, if it is one
     */
    private record Way(
            StubMethod method,
            String returned,
            String name,
            String request,
            String exceptions,
            String by,
            String remark) {

        List<String> parameters(String... more) {
            return Stream.concat(Stream.of(request), Stream.of(more))
                    .filter(parameter -> !parameter.isEmpty())
                    .toList();
        }

        List<String> arguments(String first, String last) {
            return Stream.of(first, request.isEmpty() ? "" : "request", last)
                    .filter(argument -> !argument.isEmpty())
                    .toList();
        }
    }

    String text() {
        List<Way> ways = service.methods().stream().flatMap(this::ways).toList();
        JavaText body = file.body();
        body.lines(new Javadoc()
                .text(service.comment())
                .paragraph("Calls {@code " + service.fullName() + "}. Thread-safe.")
                .lines());
        file.allowDeprecatedMessages();
        deprecateIf(service.isDeprecated());
        body.open("public interface " + service.clientName() + " {");
        of(ways);
        ways.forEach(this::declare);
        body.close("}");
        return file.text();
    }

    private void deprecateIf(boolean isDeprecated) {
        if (isDeprecated) {
            file.body().line("@" + file.name("java.lang.Deprecated"));
        }
    }

    private Stream<Way> ways(StubMethod method) {
        String response = file.name(method.response());
        String request = file.name(method.request()) + " request";
        String waits = " throws " + file.name("java.io.IOException") + ", " + file.name(CLIENT + "CallException");
        if (method.isUnary()) {
            String future = file.name("java.util.concurrent.CompletableFuture") + "<" + response + ">";
            String async = MethodNames.async(method.name());
            return Stream.of(
                    new Way(method, response, method.name(), request, waits, "call", ""),
                    new Way(method, future, async, request, "", "callAsync", ""));
        }
        String stream = file.name(CLIENT + "TypedStream") + "<" + file.name(method.request()) + ", " + response + ">";
        if (!method.isClientStreaming()) {
            String remark = "The server sends. The stream is the caller's to close.";
            return Stream.of(new Way(method, stream, method.name(), request, waits, "serverStream", remark));
        }
        String remark = method.isServerStreaming()
                ? "Both ends send. The stream is the caller's to close."
                : "The client sends, and {@code result} gives the answer. The stream is the caller's to close.";
        return Stream.of(new Way(method, stream, method.name(), "", waits, "stream", remark));
    }

    private void of(List<Way> ways) {
        JavaText body = file.body();
        body.line("/** Calls by {@code caller}, such as a {@code Client}, which remains its owner's to close. */");
        body.open("static " + service.clientName() + " of(" + file.name(CLIENT + "Caller") + " caller) {");
        if (ways.isEmpty()) {
            body.line("return new " + service.clientName() + "() {};").close("}");
            return;
        }
        body.open("return new " + service.clientName() + "() {");
        for (int i = 0; i < ways.size(); i++) {
            if (i > 0) {
                body.blank();
            }
            implement(ways.get(i));
        }
        body.close("};").close("}");
    }

    private String options() {
        return file.name(CLIENT + "CallOptions");
    }

    private void implement(Way way) {
        String constant = service.methodsName() + "." + way.method().constant();
        JavaText body = file.body();
        body.line("@" + file.name("java.lang.Override"));
        body.method(
                "public " + way.returned(), way.name(), way.parameters(options() + " options"), way.exceptions(), " {");
        body.inside()
                .call("return caller." + way.by(), way.arguments(constant, "options"), ";")
                .close("}");
    }

    private void declare(Way way) {
        JavaText body = file.body();
        body.blank().lines(comment(way).lines());
        deprecateIf(way.method().isDeprecated());
        body.method("default " + way.returned(), way.name(), way.parameters(), way.exceptions(), " {");
        body.inside()
                .call("return " + way.name(), way.arguments("", options() + ".DEFAULT"), ";")
                .close("}");

        body.blank().line("/** As without {@code options}. */");
        deprecateIf(way.method().isDeprecated());
        body.method(way.returned(), way.name(), way.parameters(options() + " options"), way.exceptions(), ";");
    }

    private static Javadoc comment(Way way) {
        Javadoc comment = new Javadoc().text(way.method().comment());
        return way.remark().isEmpty() ? comment : comment.paragraph(way.remark());
    }
}
