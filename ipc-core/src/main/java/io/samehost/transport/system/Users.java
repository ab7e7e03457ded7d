package io.samehost.transport.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Names and numbers of users. The number decides, a name is for people: two names may share a number, and a name may
 * stand for another number tomorrow. A uid is an unsigned 32-bit number in an {@code int}.
 *
 * <p>Java has no lookup between the two, so it is done by {@code /etc/passwd}, and for users that are not in it (LDAP,
 * systemd) by the owner of a process of theirs: for that one the JDK asks getpwuid(3).
 */
public final class Users {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final Path PROCESSES = Path.of("/proc");

    /** Digits of the largest number. */
    private static final int LONGEST_NUMBER = 10;

    /** One user can have 65,536 numbers by a user namespace; more than this is forgotten. */
    private static final int REMEMBERED = 10_000;

    /** Names by number, as they were when they were first asked for. */
    private static final Map<Integer, String> NAMES = new ConcurrentHashMap<>();

    /** Numbers by principal; principals are equal if their numbers are. */
    private static final Map<UserPrincipal, Integer> NUMBERS = new ConcurrentHashMap<>();

    private Users() {}

    private record Entry(String name, int uid) {}

    /** The user that this process acts as; empty if it cannot be known. */
    public static OptionalInt ownUid() {
        OptionalInt uid = OwnUser.effectiveUid();
        if (uid.isPresent()) {
            principal(uid.getAsInt()); // known from now on, also when there are no descriptors left to ask with
        }
        return uid;
    }

    /** The name of the user that this process acts as. */
    public static String ownName() {
        OptionalInt uid = OwnUser.effectiveUid();
        return uid.isPresent() ? nameOf(uid.getAsInt()) : System.getProperty("user.name");
    }

    /**
     * False if the number stands for nobody in particular: in a user namespace every user without a number there is shown
     * under the kernel's overflow uid.
     */
    public static boolean isSomebody(int uid) {
        return !OwnUser.standsForTheUnmapped(uid);
    }

    /** The number that a name stands for now; empty if there is no such user. */
    public static OptionalInt uidOf(String name) {
        Optional<Entry> found = findInPasswd(entry -> entry.name.equals(name));
        return found.isPresent()
                ? OptionalInt.of(found.get().uid)
                : lookUp(name).map(Users::uidOf).orElse(OptionalInt.empty());
    }

    /**
     * The number behind a principal, which the JDK does not give out; empty if it cannot be proved. Its hash code is a
     * guess, and equality with the principal of that number is the proof.
     */
    public static OptionalInt uidOf(UserPrincipal user) {
        Integer known = NUMBERS.get(user);
        if (known != null) {
            return OptionalInt.of(known);
        }
        int guess = user.hashCode();
        return principal(guess).filter(user::equals).isPresent() ? OptionalInt.of(guess) : OptionalInt.empty();
    }

    /**
     * The JDK's principal of a number; empty if it has none. The JDK reads a name that no user has as a number, and with a
     * sign in front the C library takes it for no user's name.
     */
    private static Optional<UserPrincipal> principal(int uid) {
        Optional<UserPrincipal> found = lookUp((uid < 0 ? "" : "+") + uid);
        if (found.isPresent()) {
            remember(NUMBERS, found.get(), uid);
        }
        return found;
    }

    private static Optional<UserPrincipal> lookUp(String name) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** The name, or the number in digits where there is none, as the JDK has it. */
    public static String nameOf(int uid) {
        String known = NAMES.get(uid);
        if (known != null) {
            return known;
        }
        if (NAMES.size() >= REMEMBERED) { // nobody may make us search without end
            return Integer.toUnsignedString(uid);
        }
        String name = findInPasswd(entry -> entry.uid == uid)
                .map(Entry::name)
                .or(() -> nameByProcess(uid))
                .orElse(Integer.toUnsignedString(uid)); // remembered too: to find no name takes longest
        NAMES.put(uid, name);
        return name;
    }

    private static <K, V> void remember(Map<K, V> map, K key, V value) {
        if (map.size() < REMEMBERED) {
            map.put(key, value);
        }
    }

    private static Optional<String> nameByProcess(int uid) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                Optional<String> owner = ownerIf(uid, process);
                if (owner.isPresent()) {
                    return owner;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
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

    /** The first one there is. Every client looks at its start, hence without streams and regular expressions. */
    private static Optional<Entry> findInPasswd(Predicate<Entry> wanted) {
        String text;
        try {
            // Not strictly UTF-8: some other user's full name must not hide everybody.
            text = new String(Files.readAllBytes(PASSWD), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Optional.empty();
        }
        for (String line : text.split("\n", -1)) { // one character: no regular expression is made of it
            String[] fields = line.split(":", 4);
            if (fields.length == 4 && isNumber(fields[2])) {
                Entry entry = new Entry(fields[0], (int) Long.parseLong(fields[2]));
                if (wanted.test(entry)) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNumber(String field) {
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '9') {
                return false;
            }
        }
        return !field.isEmpty() && field.length() <= LONGEST_NUMBER;
    }
}
