package io.samehost.protobuf.generator;

import java.util.ArrayList;
import java.util.List;

/** The text of one comment of Javadoc: paragraphs, the first of which says what it is about. */
final class Javadoc {
    private final List<List<String>> paragraphs = new ArrayList<>();

    /** Adds text of a {@code .proto} file, whose paragraphs are divided by empty lines. */
    Javadoc text(String comment) {
        List<String> paragraph = new ArrayList<>();
        for (String line : comment.lines().map(String::strip).toList()) {
            if (line.isEmpty()) {
                add(paragraph);
                paragraph = new ArrayList<>();
            } else {
                paragraph.add(escape(line));
            }
        }
        add(paragraph);
        return this;
    }

    /** Adds a paragraph that is Javadoc already. */
    Javadoc paragraph(String... lines) {
        add(List.of(lines));
        return this;
    }

    private void add(List<String> paragraph) {
        if (!paragraph.isEmpty()) {
            paragraphs.add(paragraph);
        }
    }

    /** What would be HTML, a tag, an end of the comment, or a character by its number, becomes plain text. */
    private static String escape(String line) {
        return line.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;");
    }

    /** The lines of the comment; none if there is no text. */
    List<String> lines() {
        if (paragraphs.isEmpty()) {
            return List.of();
        }
        if (paragraphs.size() == 1 && paragraphs.get(0).size() == 1) {
            return List.of("/** " + paragraphs.get(0).get(0) + " */");
        }
        List<String> lines = new ArrayList<>(List.of("/**"));
        for (List<String> paragraph : paragraphs) {
            String begin = " * ";
            if (lines.size() > 1) {
                lines.add(" *");
                begin = " * <p>";
            }
            for (String line : paragraph) {
                lines.add(begin + line);
                begin = " * ";
            }
        }
        lines.add(" */");
        return lines;
    }
}
