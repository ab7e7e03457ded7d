package io.samehost.client.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * The arrived part of a file, {@code .NAME.part}, and beside it the version it belongs to, {@code .NAME.part.version}.
 * Locked while it is written, so that two downloads to one target cannot mix. It is only ever appended to, so it is
 * good whenever its writer dies. For one thread.
 */
final class PartFile implements Closeable {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** No version is near as long, nor would another program's file be taken for one. */
    static final int LONGEST_VERSION_BYTES = 256;

    /** A file's name may have 255 bytes, and the part's note has 16 more. */
    private static final int LONGEST_NAME_BYTES = 235;

    /** Other users may have taken a name; nobody takes all of these without meaning harm. */
    private static final int MOST_NAMES = 10;

    private final Path target;
    private final Path path;
    private final Path versionPath;
    private final PartLock lock;
    private final FileChannel channel;
    private boolean done;

    private PartFile(Path target, Path path, PartLock lock) {
        this.target = target;
        this.path = path;
        this.versionPath = versionFor(path);
        this.lock = lock;
        this.channel = lock.channel();
    }

    /** The part of a target; another name beside it where somebody else has taken that one. */
    static Path pathFor(Path target) throws IOException {
        for (int i = 0; i < MOST_NAMES; i++) {
            Path path = target.resolveSibling(stem(target) + ".part" + (i == 0 ? "" : "." + i));
            if (isFree(path) && isFree(versionFor(path))) {
                return path;
            }
        }
        throw new IOException("names for the part are taken, by files that others could write to: target=" + target
                + " part=." + target.getFileName() + ".part, move them away");
    }

    /** A name so long that there is no room for more is told by its checksum. */
    private static String stem(Path target) {
        byte[] name = target.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        if (name.length <= LONGEST_NAME_BYTES) {
            return "." + target.getFileName();
        }
        CRC32 checksum = new CRC32();
        checksum.update(name);
        return ".long-" + Long.toHexString(checksum.getValue());
    }

    private static boolean isFree(Path path) throws IOException {
        return !Files.exists(path, LinkOption.NOFOLLOW_LINKS) || OwnFile.isAt(path);
    }

    private static Path versionFor(Path part) {
        return part.resolveSibling(part.getFileName() + ".version");
    }

    /** @throws IOException also if another download to this target is under way */
    static PartFile acquire(Path target) throws IOException {
        Path path = pathFor(target);
        return new PartFile(target, path, PartLock.acquire(path));
    }

    /**
     * Makes ready for appending what is missing of {@code file}.
     *
     * @return how much of it is there; nothing if what is there belongs to another version
     */
    long prepare(RemoteFile file) throws IOException {
        if (channel.size() > file.sizeBytes() || !version().equals(file.version())) {
            channel.truncate(0);
            writeVersion(file.version());
        }
        channel.position(channel.size());
        return channel.size();
    }

    private void writeVersion(String version) throws IOException {
        Files.deleteIfExists(versionPath);
        try (FileChannel note = OwnFile.create(versionPath)) {
            ByteBuffer bytes = ByteBuffer.wrap(version.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                note.write(bytes);
            }
        }
    }

    private String version() throws IOException {
        return OwnFile.isAt(versionPath) && Files.size(versionPath) <= LONGEST_VERSION_BYTES
                ? Files.readString(versionPath)
                : "";
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
            OwnFile.shareAs(target, path);
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
