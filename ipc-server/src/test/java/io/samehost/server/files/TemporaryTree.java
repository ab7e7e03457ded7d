package io.samehost.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory to serve, {@code served}, and beside it one that is not, {@code outside}. */
final class TemporaryTree implements AutoCloseable {
    private final Path top;

    TemporaryTree() throws IOException {
        top = Files.createTempDirectory(Path.of("/tmp"), "sh");
        Files.createDirectory(served());
        Files.createDirectory(outside());
    }

    Path served() {
        return top.resolve("served");
    }

    Path outside() {
        return top.resolve("served-not");
    }

    Path write(String name, String content) throws IOException {
        Path file = served().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Override
    public void close() throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(top)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
