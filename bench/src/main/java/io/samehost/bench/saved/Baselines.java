package io.samehost.bench.saved;

import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results that were kept under a name. They outlive a clean build, which the last report does not. */
public record Baselines(Path directory) {
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Beside the build directory: {@code bench/baselines}. Of a distribution, {@code samehost-bench/baselines}. */
    public static Baselines ofThisBuild() {
        if (Installation.results().isPresent()) {
            return new Baselines(Installation.results().get().resolve("baselines"));
        }
        Path build = Environment.placeOfThisBuild().toAbsolutePath().getParent();
        return new Baselines(build.resolveSibling("baselines"));
    }

    /**
     * Now, and not when half an hour of figures has nowhere to go.
     *
     * @throws IllegalArgumentException if the name cannot be one, or nothing can be written there
     */
    public void prepare(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "not a name: baseline=" + name + ", use letters, digits, dots, dashes and underscores");
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot create the directory: baselines=" + directory, e);
        }
        if (!Files.isWritable(directory)) {
            throw new IllegalArgumentException("cannot write there: baselines=" + directory);
        }
    }

    public Path file(String name) {
        return directory.resolve(name + ".json");
    }

    /**
     * The file that a person means: the name of a baseline, or a path.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public Path find(String nameOrFile) {
        Path file = Path.of(nameOrFile);
        if (Files.isRegularFile(file)) {
            return file;
        }
        Path baseline = directory.resolve(nameOrFile + ".json");
        if (Files.isRegularFile(baseline)) {
            return baseline;
        }
        throw new IllegalArgumentException(
                "neither a file nor a baseline: name=" + nameOrFile + " baselines=" + directory);
    }
}
