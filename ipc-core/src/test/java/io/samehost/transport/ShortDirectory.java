package io.samehost.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory whose path leaves room for socket names. */
final class ShortDirectory implements AutoCloseable {
    private final Path path;

    ShortDirectory() throws IOException {
        path = Files.createTempDirectory(Path.of("/tmp"), "sh");
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** A path in this directory with exactly so many bytes. */
    Path ofLength(int lengthBytes, String filler) {
        StringBuilder name = new StringBuilder(path + "/");
        int fillerBytes = filler.getBytes(StandardCharsets.UTF_8).length;
        int missing = lengthBytes - name.length();
        name.append("x".repeat(missing % fillerBytes)).append(filler.repeat(missing / fillerBytes));
        return Path.of(name.toString());
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> children;
            try (Stream<Path> files = Files.list(path)) {
                children = files.toList();
            }
            for (Path child : children) {
                delete(child);
            }
        }
        Files.deleteIfExists(path);
    }
}
