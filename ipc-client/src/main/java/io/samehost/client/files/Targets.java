package io.samehost.client.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the file that a target stands for. In a directory for all, such as {@code /tmp}, another user can leave a link
 * that leads elsewhere, or a pipe to read what was meant for a file. Nothing of that kind is used.
 */
final class Targets {
    /** Linux's own limit. */
    private static final int MOST_LINKS = 40;

    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final String DESCRIPTORS = "/proc/[0-9]+(/task/[0-9]+)?/fd";

    private Targets() {}

    /**
     * The absolute path to replace, links followed. A link may lead to a file that is not there yet.
     *
     * @throws IOException if there is something at the target that is no regular file, or no directory to put it in, or a
     *     link that somebody else has left in a directory for all
     */
    static Path resolve(Path target) throws IOException {
        Path at = follow(target);
        if (at.getFileName() == null || !Files.isDirectory(at.getParent())) {
            String linked = Files.isSymbolicLink(target) ? " linksTo=" + at : "";
            throw new IOException("no such directory: target=" + target + linked + ", make it first");
        }
        if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("target is no regular file, and is not replaced: target=" + target);
        }
        return at;
    }

    /**
     * Opens a target that is written to and not replaced; empty if it is to be a file. Waits for the reader of a pipe.
     *
     * @throws IOException also if another user has left it, or a link to it, in a directory for all
     */
    static Optional<OutputStream> openStream(Path target) throws IOException {
        Path at = follow(target);
        if (isDescriptor(at)) {
            return Optional.of(Files.newOutputStream(at, StandardOpenOption.APPEND));
        }
        if (!isPipeOrDevice(at)) {
            return Optional.empty();
        }
        if (!isTrusted(at)) {
            throw new IOException(
                    "another user's pipe or device is not written to: target=" + target + ", choose another name");
        }
        return Optional.of(Files.newOutputStream(at, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    /** Follows each link on the way and at its end, except those to open files: they stand for no name. */
    private static Path follow(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Deque<Path> ahead = new ArrayDeque<>();
        absolute.forEach(ahead::add);
        Path at = absolute.getRoot();
        for (int links = 0; !ahead.isEmpty(); ) {
            Path next = at.resolve(ahead.remove()).normalize();
            if (!Files.isSymbolicLink(next) || (ahead.isEmpty() && isDescriptor(next))) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new IOException("symbolic links lead in a circle: target=" + target + ", name the file itself");
            }
            if (!isTrusted(next)) {
                throw new IOException("another user's symbolic link is not followed: target=" + target + " link=" + next
                        + ", name the file itself");
            }
            Path linked = at.resolve(Files.readSymbolicLink(next));
            Deque<Path> rest = ahead;
            ahead = new ArrayDeque<>();
            linked.forEach(ahead::add);
            ahead.addAll(rest);
            at = linked.getRoot();
        }
        return at;
    }

    /** True for a file that a shell has opened, by number, under {@code /dev/fd} too. */
    private static boolean isDescriptor(Path path) {
        return path.getParent() != null && path.getParent().toString().matches(DESCRIPTORS);
    }

    private static boolean isPipeOrDevice(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * False for a file that neither we nor the directory's owner have left in a directory that others may write to, its group
     * for example. Linux itself can be set to refuse such a file.
     */
    private static boolean isTrusted(Path path) throws IOException {
        Path directory = path.getParent();
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")
                || ((int) Files.getAttribute(directory, "unix:mode") & (STICKY | WRITABLE_BY_OTHERS)) == 0) {
            return true;
        }
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return OwnFile.isOwn(owner) || owner == (int) Files.getAttribute(directory, "unix:uid");
    }
}
