package io.samehost.server.files;

import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** SHA-256 of files, remembered for the versions that were asked for last. Thread-safe. */
final class Digests {
    private static final int MOST_KNOWN = 256;
    private static final int BUFFER_BYTES = 64 * 1024;

    /**
     * A file modified less than this ago can change again without its time of modification changing with it, so its digest
     * is not remembered. The coarsest clock still met is FAT's.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** Guarded by this. */
    private final Map<FileVersion, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileVersion, String> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    synchronized void learn(FileVersion version, String sha256) {
        if (version.modified().toInstant().isBefore(Instant.now().minus(SETTLED))) {
            known.put(version, sha256);
        }
    }

    private synchronized Optional<String> find(FileVersion version) {
        return Optional.ofNullable(known.get(version));
    }

    /** Reads the file if need be; {@code call} can be cancelled meanwhile. */
    String of(OpenFile file, ServerRequest call) throws IOException, StatusException {
        Optional<String> found = find(file.version());
        if (found.isPresent()) {
            return found.get();
        }
        String sha256 = compute(file, call);
        learn(file.version(), sha256);
        return sha256;
    }

    private static String compute(OpenFile file, ServerRequest call) throws IOException, StatusException {
        MessageDigest digest = Sha256.create();
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = file.version().sizeBytes();
        while (left > 0) {
            if (call.isCancelled()) {
                throw new StatusException(StatusCode.CANCELLED, "nobody waits for the digest any more");
            }
            int count = (int) Math.min(buffer.length, left);
            file.readFully(buffer, count);
            digest.update(buffer, 0, count);
            left -= count;
        }
        file.requireUnchanged();
        return HexFormat.of().formatHex(digest.digest());
    }
}
