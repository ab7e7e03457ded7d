package io.samehost.bench.output;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal of some width. */
public final class Words {
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
}
