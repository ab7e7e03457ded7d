package io.samehost.client.daemon;

import java.math.BigInteger;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides about a daemon of another version. It may ask a person. A daemon is replaced only while it is idle, and
 * never by the version that it has replaced itself: so two commands never stop each other's daemons in turn.
 */
@FunctionalInterface
public interface VersionPolicy {
    /** The fate of a daemon. */
    enum Decision {
        /** Its version will do. */
        USE,
        /** Stop it if it is idle, and start another one. */
        REPLACE,
        /** Leave it alone, and fail with both versions. */
        REFUSE
    }

    /** Decides about a daemon that runs. */
    Decision decide(String ofCommand, String ofDaemon);

    /** The same version will do; an older daemon is replaced, a newer one is left alone. */
    static VersionPolicy same() {
        return compatible(String::equals);
    }

    /** Versions that {@code fit} (command, daemon) will do; of the others an older daemon is replaced, a newer one is left alone. */
    static VersionPolicy compatible(BiPredicate<String, String> fit) {
        return (command, daemon) -> {
            if (fit.test(command, daemon)) {
                return Decision.USE;
            }
            return compare(command, daemon) > 0 ? Decision.REPLACE : Decision.REFUSE;
        };
    }

    /**
     * Compares versions: numbers in them by their values, so that 1.10 comes after 1.9; all else by letters. What is behind a
     * hyphen comes before what has nothing there: 1.2-SNAPSHOT and 1.2-rc1 before 1.2.
     */
    static int compare(String one, String other) {
        Pattern part = Pattern.compile("[0-9]+|[^0-9]+");
        Matcher ours = part.matcher(one);
        Matcher theirs = part.matcher(other);
        while (ours.find()) {
            if (!theirs.find()) {
                return ours.group().startsWith("-") ? -1 : 1;
            }
            int order = compareParts(ours.group(), theirs.group());
            if (order != 0) {
                return order;
            }
        }
        if (theirs.find()) {
            return theirs.group().startsWith("-") ? 1 : -1;
        }
        return 0;
    }

    private static int compareParts(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
