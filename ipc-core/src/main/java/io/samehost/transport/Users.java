package io.samehost.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names and numbers of users. A uid is an unsigned 32-bit number in an {@code int}.
 *
 * <p>Java has no lookup between the two, so it is done by {@code /etc/passwd}, and for users that are not in it (LDAP,
 * systemd) by the owner of a process of theirs: for that one the JDK asks getpwuid(3).
 */
final class Users {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final Path PROCESSES = Path.of("/proc");

    /** Names that were found by a process; a user keeps its name while we run. */
    private static final Map<Integer, String> FOUND = new ConcurrentHashMap<>();

    private static final Path SELF = Path.of("/proc/self");

    private Users() {}

    private record Entry(String name, int uid) {}

    /** The user that this process acts as; empty where there is no {@code /proc}. */
    static OptionalInt ownUid() {
        try {
            return OptionalInt.of((int) Files.getAttribute(SELF, "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }

    static String ownName() {
        try {
            return Files.getOwner(SELF).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name");
        }
    }

    /** The number, where {@code /etc/passwd} tells it. */
    static OptionalInt uidOf(String name) {
        return passwd().stream()
                .filter(entry -> entry.name.equals(name))
                .mapToInt(Entry::uid)
                .findFirst();
    }

    /** The name, or the number in digits where there is none, as the JDK has it. */
    static String nameOf(int uid) {
        Optional<String> name = passwd().stream()
                .filter(entry -> entry.uid == uid)
                .map(Entry::name)
                .findFirst();
        return name.orElseGet(() -> {
            String found = FOUND.get(uid);
            return found != null ? found : nameByProcess(uid);
        });
    }

    /** Whether the system knows a user of that name. */
    static boolean isKnown(String name) {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return uidOf(name).isPresent();
        }
    }

    private static String nameByProcess(int uid) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                Optional<String> owner = ownerIf(uid, process);
                if (owner.isPresent()) {
                    FOUND.put(uid, owner.get());
                    return owner.get();
                }
            }
            return Integer.toUnsignedString(uid);
        } catch (IOException e) {
            return Integer.toUnsignedString(uid);
        }
    }

    private static Optional<String> ownerIf(int uid, Path process) {
        try {
            Map<String, Object> owner = Files.readAttributes(process, "unix:uid,owner");
            return owner.get("uid").equals(uid)
                    ? Optional.of(((UserPrincipal) owner.get("owner")).getName())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // ended meanwhile
        }
    }

    private static List<Entry> passwd() {
        try {
            // Not strictly UTF-8: some other user's full name must not hide everybody.
            String lines = new String(Files.readAllBytes(PASSWD), StandardCharsets.UTF_8);
            return lines.lines()
                    .map(line -> line.split(":", 4))
                    .filter(fields -> fields.length == 4 && fields[2].matches("[0-9]{1,10}"))
                    .map(fields -> new Entry(fields[0], (int) Long.parseLong(fields[2])))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
