package io.samehost.transport.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.OptionalInt;

/**
 * The user that this process acts as, and which numbers have a meaning in its user namespace. Read at the start of every
 * program, hence without streams and regular expressions.
 */
final class OwnUser {
    private static final String UIDS = "\nUid:\t";
    private static final int LONGEST_BYTES = 4096;
    private static final String EVERY_NUMBER = " 4294967295\n";

    /** The overflow uid; empty if every number is mapped: then it is a user like any other. */
    private static final OptionalInt UNMAPPED = unmapped();

    private OwnUser() {}

    /** Read from the kernel's status: {@code /proc/self} is root's if the program's file cannot be read. */
    static OptionalInt effectiveUid() {
        String status = read("/proc/self/status");
        int uids = status.indexOf(UIDS);
        return uids < 0 ? ownerOfAFileOfOurs() : effective(status, uids + UIDS.length());
    }

    /** At {@code from} stands {@code REAL EFFECTIVE SAVED FILESYSTEM}, with tabs between them. */
    private static OptionalInt effective(String status, int from) {
        int begin = status.indexOf('\t', from) + 1;
        return OptionalInt.of(Integer.parseUnsignedInt(status, begin, status.indexOf('\t', begin), 10));
    }

    /** For systems without {@code /proc}. */
    private static OptionalInt ownerOfAFileOfOurs() {
        try {
            Path file = Files.createTempFile("sh", "");
            try {
                UserPrincipal owner = Files.getOwner(file);
                return Users.uidOf(owner);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return OptionalInt.empty();
        }
    }

    /** True for the number under which the kernel shows all users that have none in our namespace. */
    static boolean standsForTheUnmapped(int uid) {
        return UNMAPPED.isPresent() && UNMAPPED.getAsInt() == uid;
    }

    /** A line of the map is {@code FIRST-INSIDE FIRST-OUTSIDE COUNT}. The kernel maps no more inside than it does outside. */
    private static OptionalInt unmapped() {
        if (read("/proc/self/uid_map").contains(EVERY_NUMBER)) {
            return OptionalInt.empty();
        }
        String overflow = read("/proc/sys/kernel/overflowuid");
        return overflow.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(overflow.strip()));
    }

    /**
     * The text of the file; empty if it cannot be read. In one read: of a setting, the kernel gives nothing at any offset
     * but 0, and Files.readAllBytes may begin with a byte.
     */
    private static String read(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
