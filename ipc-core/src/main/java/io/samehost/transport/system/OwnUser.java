package io.samehost.transport.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.OptionalInt;

/** The user that this process acts as, and which numbers have a meaning in its user namespace. */
final class OwnUser {
    private static final String UIDS = "Uid:";
    private static final int LONGEST_BYTES = 4096;
    private static final String EVERY_NUMBER = "4294967295";

    /** The overflow uid; empty if every number is mapped: then it is a user like any other. */
    private static final OptionalInt UNMAPPED = unmapped();

    private OwnUser() {}

    /** Read from the kernel's status: {@code /proc/self} is root's if the program's file cannot be read. */
    static OptionalInt effectiveUid() {
        Optional<String> uids = read("/proc/self/status")
                .flatMap(status ->
                        status.lines().filter(line -> line.startsWith(UIDS)).findFirst());
        return uids.isPresent() ? effective(uids.get()) : ownerOfAFileOfOurs();
    }

    /** The line is {@code Uid: REAL EFFECTIVE SAVED FILESYSTEM}. */
    private static OptionalInt effective(String line) {
        String[] words = line.split("\\s+", -1);
        return OptionalInt.of(Integer.parseUnsignedInt(words[2]));
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

    private static OptionalInt unmapped() {
        boolean complete =
                read("/proc/self/uid_map").map(OwnUser::mapsEveryNumber).orElse(false);
        Optional<String> overflow = complete ? Optional.empty() : read("/proc/sys/kernel/overflowuid");
        return overflow.isPresent()
                ? OptionalInt.of(Integer.parseUnsignedInt(overflow.get().strip()))
                : OptionalInt.empty();
    }

    /** A line is {@code FIRST-INSIDE FIRST-OUTSIDE COUNT}. The kernel maps no more inside than it does outside. */
    private static boolean mapsEveryNumber(String map) {
        return map.lines().anyMatch(line -> line.strip().endsWith(" " + EVERY_NUMBER));
    }

    /** In one read: of a setting, the kernel gives nothing at any offset but 0, and Files.readAllBytes may begin with a byte. */
    private static Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return Optional.of(new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
