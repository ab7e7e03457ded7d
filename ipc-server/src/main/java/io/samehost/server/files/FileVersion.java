package io.samehost.server.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Tells one content of a file from another without reading it. A change that keeps the size and comes within the
 * file system's clock tick (some milliseconds) of the last one is not seen; the digest is there for that.
 *
 * @param key device and inode
 */
record FileVersion(Object key, long sizeBytes, FileTime modified) {

    static FileVersion of(BasicFileAttributes attributes) {
        Object key = Objects.requireNonNullElse(attributes.fileKey(), "none");
        return new FileVersion(key, attributes.size(), attributes.lastModifiedTime());
    }

    /** For clients: the same as long as the file is, and without meaning otherwise. */
    String token() {
        String all = key + " " + sizeBytes + ' ' + modified.to(TimeUnit.NANOSECONDS);
        byte[] hash = Sha256.create().digest(all.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits(ByteBuffer.wrap(hash).getLong());
    }
}
