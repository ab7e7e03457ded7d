package io.samehost.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The log of a tool's daemons: all that they print. One old log is kept. */
public record DaemonLog(Path file) {
    /** A log that is larger when a daemon starts becomes the old one. */
    private static final long LARGE_BYTES = 1 << 20;

    private static final int TAIL_BYTES = 64 * 1024;

    /** Makes the file if it is not there, and moves it out of the way if it is large. Before a daemon starts. */
    public void prepare() throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > LARGE_BYTES) {
            Files.move(file, file.resolveSibling("log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                .close();
    }

    /** Bytes that it has. */
    public long sizeBytes() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The last lines that were written behind {@code positionBytes}, {@code lines} of them at most. */
    public List<String> tail(int lines, long positionBytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(positionBytes, channel.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - from));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
                // until all is there
            }
            List<String> all = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
