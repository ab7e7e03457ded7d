package io.samehost.client.datagram;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Stream ids that nobody can guess: odd, and so never zero. An answer by datagram is known by its id alone, and another
 * user may send one in the server's name. Not thread-safe.
 */
public final class RandomIds {
    /** Drawn at a time, since the generator costs much for a call and little for a byte. */
    private static final int POOL_BYTES = 256;

    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer pool = ByteBuffer.allocate(POOL_BYTES).flip();

    public int next() {
        if (!pool.hasRemaining()) {
            random.nextBytes(pool.clear().array());
        }
        return pool.getInt() | 1;
    }
}
