package io.samehost.client.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A target that may have the content of the server's file already. Only its bytes tell: times and names do not travel. */
final class SameFile {
    private static final int BUFFER_BYTES = 1 << 20;

    private SameFile() {}

    /** True for a file of this user's of that size. One of another user is replaced, whatever is in it. */
    static boolean isPossible(Path target, long sizeBytes) throws IOException {
        try {
            BasicFileAttributes is = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return is.isRegularFile()
                    && is.size() == sizeBytes
                    && (!target.getFileSystem().supportedFileAttributeViews().contains("unix")
                            || OwnFile.isOwn((int) Files.getAttribute(target, "unix:uid", LinkOption.NOFOLLOW_LINKS)));
        } catch (FileSystemException e) {
            return false; // not there, or gone meanwhile
        }
    }

    /** The digest of a file of so many bytes; empty if it has more or fewer by now, or cannot be read. */
    static Optional<String> sha256(Path target, long sizeBytes) throws IOException {
        MessageDigest digest = Transfer.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long total = 0;
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (total <= sizeBytes && file.read(buffer) >= 0) {
                total += buffer.flip().remaining();
                digest.update(buffer);
                buffer.clear();
            }
        } catch (FileSystemException e) {
            return Optional.empty();
        }
        return total == sizeBytes ? Optional.of(HexFormat.of().formatHex(digest.digest())) : Optional.empty();
    }
}
