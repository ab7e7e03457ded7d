package io.samehost.cli.client.form;

import io.samehost.cli.client.json.SchemaOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options about the form of messages. */
public final class FormOptions {
    /** What a request is, and an answer. */
    enum Format {
        AUTO,
        JSON,
        BYTES;

        static Format parse(String text) {
            return Stream.of(values())
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "not a form of messages: --format " + text + ", use auto, json or bytes"));
        }
    }

    public static final FormOptions DEFAULT = new FormOptions();

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "json, bytes or auto: JSON where the schema is known and DATA is empty or begins with {"
                    + " (default: auto).")
    private String format = "auto";

    @Mixin
    private final SchemaOptions schema = new SchemaOptions();

    @Option(
            names = "--stream",
            paramLabel = "KIND",
            description = "The method is a stream on which the client, the server or both send: client, server or bidi."
                    + " A schema says so by itself. Each line of DATA is a message, and so is each that is printed.")
    private Optional<String> stream = Optional.empty();

    @Option(
            names = "--delimited",
            description = "With --stream: each message has its length before it, a varint, instead of a line end behind"
                    + " it.")
    private boolean delimited;

    /** Equal for all that say nothing. */
    public FormOptions orDefault() {
        boolean saysNothing = format.equals("auto") && !schema.areGiven() && stream.isEmpty() && !delimited;
        return saysNothing ? DEFAULT : this;
    }

    Format format() {
        return Format.parse(format);
    }

    SchemaOptions schema() {
        return schema;
    }

    /** Empty for a unary call, or if a schema has to say so. */
    Optional<StreamKind> stream() {
        return stream.map(StreamKind::parse);
    }

    boolean isDelimited() {
        if (delimited && stream.isEmpty()) {
            throw new IllegalArgumentException("nothing to delimit: --delimited, use it with --stream");
        }
        return delimited;
    }
}
