package io.samehost.transport;

import io.samehost.transport.ListenFailedException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A directory beside a socket's place that only we may enter. What is bound in it gets its mode before anybody can see
 * it. Closing removes everything that was made.
 */
final class PrivateDirectory implements Closeable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int ATTEMPTS = 100;

    /** Deletes what was made, the last first. */
    private final Deque<Closeable> deletions = new ArrayDeque<>();

    private Path bindPath;

    private PrivateDirectory() {}

    /** @param limitBytes how many bytes the path that is bound may have */
    static PrivateDirectory beside(Path target, int limitBytes) throws IOException {
        PrivateDirectory directory = new PrivateDirectory();
        try {
            directory.make(target, limitBytes);
            return directory;
        } catch (IOException | RuntimeException e) {
            Closing.because(e, directory);
            throw e;
        }
    }

    private void make(Path target, int limitBytes) throws IOException {
        Path parent = target.resolveSibling("");
        Path place = makeDirectory(parent, ".sh-");
        bindPath = place.resolve("s");
        deleteLater(bindPath);
        if (lengthBytes(bindPath) <= limitBytes) {
            return;
        }
        // Our own name is too long where the target's just fits: take a short way in, through a link.
        Path shortcut = makeDirectory(Path.of(System.getProperty("java.io.tmpdir")), "sh-");
        Path link = shortcut.resolve("d");
        Files.createSymbolicLink(link, place.toRealPath());
        deleteLater(link);
        bindPath = link.resolve("s");
        if (lengthBytes(bindPath) > limitBytes) {
            throw new ListenFailedException(
                    Reason.PATH_TOO_LONG,
                    "temporary directory has too long a path for a socket: path=" + bindPath + " length="
                            + lengthBytes(bindPath) + " bytes limit=" + limitBytes
                            + " bytes, set java.io.tmpdir to a short one");
        }
    }

    private Path makeDirectory(Path parent, String prefix) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
            Path directory = parent.resolve(prefix + random);
            try {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            deleteLater(directory);
            Files.setPosixFilePermissions(directory, OWNER_ONLY); // umask may have taken bits away
            return directory;
        }
        throw new IOException("no free name for a directory: parent=" + parent + " prefix=" + prefix);
    }

    private void deleteLater(Path path) {
        deletions.push(() -> Files.deleteIfExists(path));
    }

    private static int lengthBytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Where to bind. */
    Path socket() {
        return bindPath;
    }

    @Override
    public void close() throws IOException {
        Closing.all(deletions.toArray(new Closeable[0]));
        deletions.clear();
    }
}
