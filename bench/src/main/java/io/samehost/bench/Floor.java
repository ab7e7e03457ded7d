package io.samehost.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The C program that shows what the kernel takes: compiled anew for each benchmark, or absent for a reason. */
sealed interface Floor {

    record Compiled(Path program) implements Floor {}

    record Absent(String reason) implements Floor {}

    static Floor compile(Path directory) throws IOException, InterruptedException {
        return compile(directory, System.getenv().getOrDefault("PATH", ""));
    }

    static Floor compile(Path directory, String searchPath) throws IOException, InterruptedException {
        for (String place : searchPath.split(File.pathSeparator, -1)) {
            Path gcc = Path.of(place, "gcc");
            if (Files.isExecutable(gcc)) {
                return compileWith(gcc, directory);
            }
        }
        return new Absent("no gcc in PATH");
    }

    private static Floor compileWith(Path gcc, Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("floor.c");
        try (InputStream resource = Floor.class.getResourceAsStream("floor.c")) {
            Files.copy(resource, source);
        }
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
