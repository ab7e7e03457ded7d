package io.samehost.bench.floor;

import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The C program that shows what the kernel takes: compiled anew for each benchmark, or absent for a reason. */
public sealed interface Floor {

    record Compiled(Path program) implements Floor {}

    record Absent(String reason) implements Floor {}

    /** Looks for gcc and puts the program into {@code directory}. */
    static Floor compile(Path directory, SearchPath path) throws IOException, InterruptedException {
        Optional<Path> gcc = path.find("gcc");
        return gcc.isPresent() ? compileWith(gcc.get(), directory) : new Absent("no gcc in PATH");
    }

    private static Path copied(String name, Path directory) throws IOException {
        Path copy = directory.resolve(name);
        try (InputStream resource = Floor.class.getResourceAsStream(name)) {
            Files.copy(resource, copy);
        }
        return copy;
    }

    private static Floor compileWith(Path gcc, Path directory) throws IOException, InterruptedException {
        Path source = copied("floor.c", directory);
        copied("memory.h", directory);
        Path program = directory.resolve("floor");
        Path errors = directory.resolve("floor.log");
        Process compiler = new ProcessBuilder(
                        List.of(gcc.toString(), "-O2", "-pthread", "-o", program.toString(), source.toString()))
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        if (!compiler.waitFor(1, TimeUnit.MINUTES)) {
            compiler.destroyForcibly();
            return new Absent("gcc takes more than a minute");
        }
        return compiler.exitValue() == 0
                ? new Compiled(program)
                : new Absent("gcc fails: "
                        + Files.readString(errors).lines().findFirst().orElse("no output"));
    }
}
