package io.samehost.cli.client.json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that say where the types of messages are known from, if not from the server. */
public final class SchemaOptions {
    @Option(
            names = "--protoset",
            paramLabel = "FILE",
            description = "Take the types of messages from FILE, which protoc has written by --descriptor_set_out with"
                    + " --include_imports; may be given again.")
    private List<Path> sets = new ArrayList<>();

    @Option(
            names = "--proto",
            paramLabel = "FILE",
            description = "Take the types of messages from a .proto file, which the protoc in PATH reads; may be given"
                    + " again.")
    private List<Path> sources = new ArrayList<>();

    @Option(
            names = {"-I", "--proto-path"},
            paramLabel = "DIR",
            description = "Where imports of --proto are (default: the directory of each file).")
    private List<Path> imports = new ArrayList<>();

    /** True if the server is not to be asked. */
    public boolean areGiven() {
        return !sets.isEmpty() || !sources.isEmpty() || !imports.isEmpty();
    }

    /**
     * What the files say; empty if none was named.
     *
     * @throws IllegalArgumentException if one cannot be used; the text says why
     */
    public Optional<Schema> read() {
        if (!areGiven()) {
            return Optional.empty();
        }
        if (!imports.isEmpty() && sources.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to import into: -I " + imports.get(0) + ", use it with --proto");
        }
        List<byte[]> descriptors = new ArrayList<>();
        sets.forEach(file -> descriptors.add(SchemaFiles.read(file)));
        if (!sources.isEmpty()) {
            descriptors.add(SchemaFiles.compile(sources, imports));
        }
        return Optional.of(Schema.of(descriptors));
    }
}
