package io.samehost.transport.files;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Users;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A directory beside a socket's place that only we may enter. A socket that is bound in it gets its mode before anybody can
 * see it. Closing removes everything that was made.
 *
 * <p>The price is that {@code ss -xl} and {@code /proc/net/unix} show the path in here for ever: the kernel keeps the path
 * as it was passed to bind(2), also when the file or its directory is renamed. Tried on Linux 6.18: bind does not follow a
 * link at the last name, through {@code /proc/self/fd} it shows that path, and a socket cannot be bound twice. fchmod(2)
 * before bind would give the mode to the file, but Java has no descriptor to do it with.
 */
public final class PrivateDirectory implements Closeable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    /** Names of what is made in it: the socket, two for trying links, and the link of a short way in. */
    private static final List<String> MADE = List.of("s", "p", "q", "d");

    private static final String MODE = "unix:mode";
    private static final int SPECIAL_BITS = 07000;
    private static final int PERMISSION_BITS = 0777;
    private static final int OWNER_BITS = 0700;
    private static final int ATTEMPTS = 100;

    /** Deletes what was made, the last first. */
    private final Deque<Closeable> deletions = new ArrayDeque<>();

    private Path bindPath;

    private PrivateDirectory() {}

    /**
     * Makes one. Nobody else may be making one for the same target.
     *
     * @param limitBytes how many bytes the path that is bound may have
     */
    public static PrivateDirectory beside(Path target, int limitBytes) throws IOException {
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
        Path place = makeDirectory(parent, ".sh-", target.getFileName());
        bindPath = place.resolve("s");
        deleteLater(bindPath);
        if (lengthBytes(bindPath) <= limitBytes) {
            return;
        }
        // Our own name is too long where the target's just fits: take a short way in, through a link.
        Path shortcut = makeDirectory(Path.of(System.getProperty("java.io.tmpdir")), "sh-", target.toAbsolutePath());
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

    /** Its name comes from the target's, and so do further ones, so that what a killed process left behind is found. */
    private Path makeDirectory(Path parent, String prefix, Path target) throws IOException {
        String name = prefix + checksum(target);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path directory = parent.resolve(attempt == 0 ? name : name + "-" + attempt);
            sweep(directory);
            try {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                continue; // not ours to sweep
            }
            deleteLater(directory);
            requireOwnerOnly(directory);
            return directory;
        }
        throw new IOException("no free name for a directory: parent=" + parent + " prefix=" + prefix);
    }

    private static String checksum(Path target) {
        CRC32 checksum = new CRC32();
        checksum.update(target.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }

    /** Its maker had the lock that we have now, and is gone. Another user's stays, and so does what we did not make. */
    private static void sweep(Path directory) throws IOException {
        if (!isOurDirectory(directory)) {
            return;
        }
        for (String made : MADE) {
            Files.deleteIfExists(directory.resolve(made));
        }
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            return; // another name is taken
        }
    }

    private static boolean isOurDirectory(Path directory) throws IOException {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Users.ownUid().equals(OptionalInt.of((int)
                        Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS)));
    }

    /**
     * The umask may have taken bits away. A set-group-ID bit that came with the parent stays: it gives the socket the group
     * that it would have had there.
     */
    private static void requireOwnerOnly(Path directory) throws IOException {
        int mode = (int) Files.getAttribute(directory, MODE);
        if ((mode & PERMISSION_BITS) != OWNER_BITS) {
            Files.setAttribute(directory, MODE, (mode & SPECIAL_BITS) | OWNER_BITS);
        }
    }

    private void deleteLater(Path path) {
        deletions.push(() -> Files.deleteIfExists(path));
    }

    private static int lengthBytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Another path in the directory, which is removed with it. */
    Path spare(String letter) {
        Path path = bindPath.resolveSibling(letter);
        deleteLater(path);
        return path;
    }

    /** The path to bind. */
    public Path socket() {
        return bindPath;
    }

    @Override
    public void close() throws IOException {
        Closing.all(deletions.toArray(new Closeable[0]));
        deletions.clear();
    }
}
