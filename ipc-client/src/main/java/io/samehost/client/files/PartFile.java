package io.samehost.client.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.MessageDigest;

/**
 * What has arrived of a file, {@code .NAME.part}, and beside it the version it belongs to, {@code .NAME.part.version}.
 * Locked while it is written, so that two downloads to one target cannot mix. It is only ever appended to, so it is
 * good whenever its writer dies. For one thread.
 */
final class PartFile implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** No version is near as long, nor would another program's file be taken for one. */
    private static final int LONGEST_VERSION_BYTES = 256;

    private final Path target;
    private final Path path;
    private final Path versionPath;
    private final PartLock lock;
    private final FileChannel channel;
    private boolean done;

    private PartFile(Path target, PartLock lock) {
        this.target = target;
        this.path = pathFor(target);
        this.versionPath = path.resolveSibling(path.getFileName() + ".version");
        this.lock = lock;
        this.channel = lock.channel();
    }

    static Path pathFor(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part");
    }

    /** @throws IOException also if another download to this target is under way */
    static PartFile acquire(Path target) throws IOException {
        return new PartFile(target, PartLock.acquire(pathFor(target)));
    }

    /**
     * Makes ready for appending what is missing of {@code file}.
     *
     * @return how much of it is there; nothing if what is there belongs to another version
     */
    long prepare(RemoteFile file) throws IOException {
        if (channel.size() > file.sizeBytes() || !version().equals(file.version())) {
            channel.truncate(0);
            Files.writeString(versionPath, file.version());
        }
        channel.position(channel.size());
        return channel.size();
    }

    private String version() throws IOException {
        try {
            return Files.size(versionPath) > LONGEST_VERSION_BYTES ? "" : Files.readString(versionPath);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    void hashInto(MessageDigest digest) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long size = channel.size();
        for (long at = 0; at < size; ) {
            int count = channel.read(buffer.clear(), at);
            if (count < 0) {
                throw new IOException("part was cut by another program: part=" + path + ", try again");
            }
            digest.update(buffer.flip());
            at += count;
        }
    }

    void append(byte[] bytes) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private IOException unwritten(IOException e) {
        return new IOException(
                "cannot write, the target is as it was: target=" + target + " part=" + path + " reason="
                        + e.getMessage() + ", run it again to continue",
                e);
    }

    /** Puts the part in the target's place, safe against power failure before and after. */
    void commit() throws IOException {
        try {
            keepPermissions();
            channel.force(true);
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritten(e);
        }
        done = true;
        Files.deleteIfExists(versionPath);
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private void keepPermissions() throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (old != null && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, old.readAttributes().permissions());
        }
    }

    void discard() throws IOException {
        done = true;
        Files.deleteIfExists(versionPath);
        Files.deleteIfExists(path);
    }

    /** Lets the part go; it stays for the next time, unless it is empty or done. */
    @Override
    public void close() throws IOException {
        try (lock) {
            if (!done && Files.exists(path) && Files.size(path) == 0) {
                discard();
            }
        }
    }
}
