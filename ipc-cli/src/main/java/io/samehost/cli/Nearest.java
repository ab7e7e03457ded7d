package io.samehost.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
public final class Nearest {
    /** A longer name can be a stranger's; the time grows with the square. */
    private static final int LONGEST_CHARS = 200;

    private Nearest() {}

    /** The name of these that is nearest; empty if none is near. */
    public static Optional<String> to(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= farthest(typed))
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** One character in three may be wrong. */
    private static int farthest(String typed) {
        return Math.max(1, typed.length() / 3);
    }

    /** Characters to insert, delete, change or swap with their neighbour. The start or the end of a name is as near as one. */
    private static int distance(String typed, String name) {
        String one = typed.toLowerCase(Locale.ROOT);
        String other = name.toLowerCase(Locale.ROOT);
        if (one.isEmpty() || one.length() > LONGEST_CHARS || other.length() > LONGEST_CHARS) {
            return Integer.MAX_VALUE;
        }
        return one.length() > 1 && (other.startsWith(one) || other.endsWith(one)) ? 1 : edits(one, other);
    }

    private static int edits(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, one, other, i, j);
            }
        }
        return edits[one.length()][other.length()];
    }

    private static int cheapest(int[][] edits, String one, String other, int i, int j) {
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(edits[i - 1][j - 1] + changed, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
