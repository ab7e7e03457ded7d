package io.samehost.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;

/**
 * One open directory, reached from the served one part by part with no symbolic link on the way, and looked into relative
 * to its descriptor ({@code openat(2)}): so a part that is swapped for a link meanwhile leads nobody out. Where the platform
 * has no such descriptors (Windows, macOS with an older JDK) plain paths are used, and that race remains.
 */
final class DirectoryHandle implements Closeable {
    private final DirectoryStream<Path> stream;
    private final Path path;

    private DirectoryHandle(DirectoryStream<Path> stream, Path path) {
        this.stream = stream;
        this.path = path;
    }

    /**
     * Opens a directory.
     *
     * @param way from {@code root} to it; its own parts only, none of them a link
     * @param byDescriptor whether to use descriptors where they are to be had
     */
    @SuppressWarnings("StreamResourceLeak") // belongs to what is returned
    static DirectoryHandle open(Path root, Iterable<Path> way, boolean byDescriptor) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        DirectoryHandle at = new DirectoryHandle(byDescriptor ? stream : new Unsecured(stream), root);
        for (Path part : way) {
            try (DirectoryHandle left = at) {
                at = left.child(part);
            }
        }
        return at;
    }

    @SuppressWarnings("StreamResourceLeak") // belongs to what is returned
    private DirectoryHandle child(Path part) throws IOException {
        Path child = path.resolve(part);
        return new DirectoryHandle(
                stream instanceof SecureDirectoryStream<Path> secure
                        ? secure.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS)
                        : new Unsecured(Files.newDirectoryStream(child)),
                child);
    }

    /** The attributes of the entry itself; a link is not followed. */
    BasicFileAttributes attributes(Path entry) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(entry, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                : Files.readAttributes(path.resolve(entry), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Fails for a link. Waits for ever for a pipe that nobody writes to: look at the attributes before. */
    SeekableByteChannel read(Path entry) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.newByteChannel(entry, options)
                : Files.newByteChannel(path.resolve(entry), options);
    }

    /** The entries; for one use only. */
    Iterable<Path> entries() {
        return () -> new Iterator<>() {
            private final Iterator<Path> entries = stream.iterator();

            @Override
            public boolean hasNext() throws DirectoryIteratorException {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return entries.next().getFileName();
            }
        };
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Hides that a stream has a descriptor. */
    private record Unsecured(DirectoryStream<Path> stream) implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            return stream.iterator();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
