package io.samehost.bench.output;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal of some width. */
public final class Words {
    private static final String CONTINUED = " \\";

    private Words() {}

    /** Breaks at spaces; a word that is longer than the width stays whole. The indentation of the first line is kept. */
    public static List<String> wrapped(String text, int width) {
        String indent = text.substring(0, text.length() - text.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : text.strip().split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * A command as lines that a shell takes for one: all but the last end in a backslash. They break before options only.
     *
     * @param label what stands before it
     */
    public static List<String> command(String label, String command, int width) {
        List<String> lines = new ArrayList<>();
        String line = label;
        for (String part : command.split(" (?=--)", -1)) {
            if (!line.isBlank() && line.length() + 1 + part.length() + CONTINUED.length() > width) {
                lines.add(line + CONTINUED);
                line = "   ";
            }
            line += ' ' + part;
        }
        lines.add(line);
        return lines;
    }
}
