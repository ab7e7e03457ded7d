package io.samehost.wire.frame;

import java.nio.ByteBuffer;

/**
 * Remembers the names that a peer used last, so that the next request for the same method makes no new strings. Holds
 * few, short, ASCII names; what a hostile peer sends pushes others out and grows nothing. Not thread-safe.
 */
final class NameCache {
    private static final int SLOTS = 16;
    private static final int MAX_NAME_BYTES = 128;

    private final String[] slots = new String[SLOTS];

    /** The remembered name whose bytes stand next in {@code in}, or null; the position stays. */
    String find(ByteBuffer in, int lengthBytes) {
        if (lengthBytes == 0 || lengthBytes > MAX_NAME_BYTES) {
            return null;
        }
        int start = in.position();
        String name = slots[slot(lengthBytes, in.get(start), in.get(start + lengthBytes - 1))];
        return name != null && name.length() == lengthBytes && sameBytes(name, in, start) ? name : null;
    }

    void remember(String name) {
        if (!name.isEmpty() && name.length() <= MAX_NAME_BYTES && isAscii(name)) {
            slots[slot(name.length(), name.charAt(0), name.charAt(name.length() - 1))] = name;
        }
    }

    private static int slot(int length, int first, int last) {
        return (length * 7 + first * 3 + last) & (SLOTS - 1);
    }

    private static boolean sameBytes(String name, ByteBuffer in, int start) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != in.get(start + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c < 0x80);
    }
}
