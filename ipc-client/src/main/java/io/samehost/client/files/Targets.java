package io.samehost.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which file a target stands for. */
final class Targets {
    private Targets() {}

    /**
     * The absolute path to replace, links followed.
     *
     * @throws IOException if there is something at the target that is no regular file, or no directory to put it in
     */
    static Path resolve(Path target) throws IOException {
        if (Files.exists(target)) {
            Path real = target.toRealPath();
            if (!Files.isRegularFile(real)) {
                throw new IOException("target is no regular file, and is not replaced: target=" + target);
            }
            return real;
        }
        Path absolute = target.toAbsolutePath();
        Path name = absolute.getFileName();
        if (name == null || !Files.isDirectory(absolute.getParent())) {
            throw new IOException("no such directory: target=" + target + ", make it first");
        }
        return absolute.getParent().toRealPath().resolve(name);
    }
}
