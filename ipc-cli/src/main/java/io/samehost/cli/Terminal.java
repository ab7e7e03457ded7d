package io.samehost.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Style of a stream that a person may be looking at: with colors or without. */
public record Terminal(boolean colors) {
    /** {@code S_IFMT} and {@code S_IFCHR} of inode(7). */
    private static final int KIND_BITS = 0170000;

    private static final int CHARACTER_DEVICE = 0020000;

    /** The place of a device's first number in Linux, see makedev(3). */
    private static final int MAJOR_SHIFT = 8;

    private static final int MAJOR_BITS = 0xFFF;

    /** The first number of {@code /dev/null}, {@code zero}, {@code full} and {@code random}, see mem(4). */
    private static final long MEMORY = 1;

    /** When to use colors. */
    public enum Color {
        AUTO,
        ALWAYS,
        NEVER;

        /**
         * Reads {@code auto}, {@code always} or {@code never}.
         *
         * @throws IllegalArgumentException if the text is none of them
         */
        public static Color parse(String text) {
            return switch (text) {
                case "auto", "always", "never" -> valueOf(text.toUpperCase(Locale.ROOT));
                default -> throw new IllegalArgumentException("unknown: color=" + text + ", use auto, always or never");
            };
        }
    }

    /** The conventions of no-color.org, and what was asked for on the command line before them. */
    public static Terminal of(Color color, Map<String, String> variables, boolean isTerminal) {
        return new Terminal(
                switch (color) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO ->
                        isTerminal
                                && variables.getOrDefault("NO_COLOR", "").isEmpty()
                                && !variables.getOrDefault("TERM", "dumb").equals("dumb");
                });
    }

    /** The JDK can tell this of stdin and stdout together only, so the kernel is asked. */
    public static boolean isTerminal(int descriptor) {
        return isTerminal(Path.of("/proc/self/fd/" + descriptor));
    }

    /** True for a character device, whatever its name, that is none of memory: a terminal, or as good as one. */
    public static boolean isTerminal(Path path) {
        try {
            Map<String, Object> is = Files.readAttributes(path, "unix:mode,rdev");
            long major = ((long) is.get("rdev") >> MAJOR_SHIFT) & MAJOR_BITS;
            return ((int) is.get("mode") & KIND_BITS) == CHARACTER_DEVICE && major != MEMORY;
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    public String bold(String text) {
        return styled("1", text);
    }

    public String red(String text) {
        return styled("31", text);
    }

    public String green(String text) {
        return styled("32", text);
    }

    public String yellow(String text) {
        return styled("33", text);
    }

    public String faint(String text) {
        return styled("2", text);
    }

    private String styled(String code, String text) {
        return colors ? "\u001b[" + code + 'm' + text + "\u001b[0m" : text;
    }
}
