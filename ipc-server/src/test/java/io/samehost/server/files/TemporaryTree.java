package io.samehost.server.files;

import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory to serve, {@code served}, and beside it one that is not, {@code outside}. */
final class TemporaryTree implements AutoCloseable {
    private final TemporaryDirectory top = new TemporaryDirectory();

    TemporaryTree() throws IOException {
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
        top.close();
    }
}
