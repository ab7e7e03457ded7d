package io.samehost.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What may be done to a stream that a person may or may not be looking at. */
public record Terminal(boolean colors) {

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
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException notLinux) {
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
