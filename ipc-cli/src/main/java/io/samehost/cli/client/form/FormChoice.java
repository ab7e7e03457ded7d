package io.samehost.cli.client.form;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Nearest;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.cli.client.form.FormOptions.Format;
import io.samehost.cli.client.json.BadSchemaException;
import io.samehost.cli.client.json.BuiltInSchema;
import io.samehost.cli.client.json.JsonMethod;
import io.samehost.cli.client.json.Schema;
import io.samehost.client.CallException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the form of a call's messages. JSON needs a schema: from the user's files, or else from the server, which is asked over
 * the connection of the call, and only if JSON may be meant. An answer without a schema costs one round trip, and loads nothing.
 */
public final class FormChoice {
    private final FormOptions options;
    private final Payload payload;
    private final Optional<Schema> given;

    /**
     * Reads what can be read before there is a connection.
     *
     * @throws IllegalArgumentException if options or files make no sense
     */
    public FormChoice(FormOptions options, Payload payload) {
        this.options = options;
        this.payload = payload;
        this.given = options.format() == Format.BYTES
                ? Optional.empty()
                : options.schema().read();
        options.stream();
        options.isDelimited();
    }

    /** What the user said of the stream; empty if it is none, or if the schema says so. */
    public Optional<StreamKind> stream() {
        return options.stream();
    }

    /** The form for a method, without a question to the server. */
    public MessageForm of(String service, String method) throws IOException, ExplainedException {
        return of(service, method, Optional.empty());
    }

    /** The form for a method of a server. */
    public MessageForm of(String service, String method, ServerQuestion server) throws IOException, ExplainedException {
        return of(service, method, Optional.of(server));
    }

    private MessageForm of(String service, String method, Optional<ServerQuestion> server)
            throws IOException, ExplainedException {
        Optional<JsonMethod> json =
                given.isPresent() ? Optional.of(inFiles(service, method)) : atServer(service, method, server);
        if (json.isPresent() && isMeant(json.get())) {
            return agreed(new JsonForm(json.get(), payload));
        }
        if (options.format() == Format.JSON) {
            throw new IllegalArgumentException("no schema is known: method=" + service + "/" + method
                    + ", the server tells none, use --proto or --protoset");
        }
        boolean clientSends = options.stream().map(StreamKind::clientSends).orElse(false);
        return new BytesForm(payload, !clientSends, options.isDelimited(), options.format() == Format.AUTO);
    }

    private JsonMethod inFiles(String service, String method) {
        Schema schema = given.orElseThrow();
        return schema.method(service, method).orElseThrow(() -> {
            String name = service + "/" + method;
            return new IllegalArgumentException("no such method in the schema: method=" + name
                    + Nearest.to(name, schema.methods())
                            .map(near -> ", did you mean " + near + "?")
                            .orElse(""));
        });
    }

    private Optional<JsonMethod> atServer(String service, String method, Optional<ServerQuestion> server)
            throws IOException, ExplainedException {
        if (!mayBeJson()) {
            return Optional.empty();
        }
        Optional<byte[]> descriptors = server.isEmpty() || BuiltInSchema.isOfSamehost(service)
                ? Optional.empty()
                : descriptors(service, server.get());
        if (descriptors.isEmpty()) {
            return BuiltInSchema.isDescribed(service, method)
                    ? BuiltInSchema.get().method(service, method)
                    : Optional.empty();
        }
        try {
            return Schema.of(List.of(descriptors.get())).method(service, method);
        } catch (BadSchemaException e) {
            throw ExplainedException.of(
                    ExitCode.PROTOCOL,
                    "server tells a schema that makes no sense: cause=" + e.getMessage()
                            + ", --format bytes does without");
        }
    }

    private static Optional<byte[]> descriptors(String service, ServerQuestion server)
            throws IOException, ExplainedException {
        try {
            return server.schema(service);
        } catch (CallException e) {
            throw ExplainedException.of(e, "asked for the schema, --format bytes does without");
        }
    }

    private boolean mayBeJson() {
        if (options.format() == Format.BYTES || options.stream().isPresent()) {
            return false;
        }
        return options.format() == Format.JSON || payload.isStdin() || payload.looksLikeJson();
    }

    private boolean isMeant(JsonMethod method) {
        return options.format() == Format.JSON
                || given.isPresent()
                || method.isClientStreaming()
                || payload.looksLikeJson();
    }

    /** What the user said of the stream has to be what the schema says. */
    private MessageForm agreed(MessageForm form) {
        options.stream().ifPresent(said -> {
            if (!form.kind().equals(Optional.of(said))) {
                throw new IllegalArgumentException("the schema says otherwise: --stream " + said.word() + " schema="
                        + form.kind().map(StreamKind::word).orElse("") + ", leave --stream out");
            }
        });
        return form;
    }
}
