package io.samehost.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces of a page. Arguments called text are escaped here; those called html must be escaped already. */
final class Html {
    /** A word that is longer than this has to break where it can: there are narrow screens. */
    private static final Pattern WHOLE = Pattern.compile("[0-9.]+x \\[[0-9.-]+]|(?<!\\S)(?=\\S*-)\\S{1,34}(?!\\S)");

    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /**
     * Escaped, and no line ends within an option, an interval or another word with a hyphen, unless the word is long. A ratio and its
     * interval stay together too.
     */
    static String whole(String text) {
        return WHOLE.matcher(escaped(text)).replaceAll("<span class=\"whole\">$0</span>");
    }

    static String list(String kind, List<String> texts) {
        return texts.stream()
                .map(text -> "<li>" + whole(text) + "</li>")
                .collect(Collectors.joining("\n", "<ul class=\"" + kind + "\">\n", "\n</ul>\n"));
    }

    /** Escaped for a script element: no text can end it or open a comment. */
    static String json(String json) {
        return json.replace("<", "\\u003c");
    }

    /** A table that scrolls by itself where the page is narrower than it is. */
    static final class Table {
        private final String caption;
        private final List<String> header;
        private final List<String> lines = new ArrayList<>();
        private String group = "";

        /** The first column holds names, the others figures. */
        Table(String caption, List<String> header) {
            this.caption = caption;
            this.header = header;
        }

        /** A line that says what the lines after it are about; nothing if the line before it was about the same. */
        void group(String text) {
            if (!text.equals(group)) {
                group = text;
                lines.add("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"" + header.size() + "\"><span>"
                        + escaped(text) + "</span></th></tr>");
            }
        }

        /**
         * One line of cells that are HTML, each with its header for screens on which a line is a block; one that is shorter than the header ends in
         * a cell over the rest.
         */
        void add(List<String> htmlCells) {
            StringBuilder line = new StringBuilder("<tr>");
            for (int i = 0; i < htmlCells.size(); i++) {
                boolean last = i == htmlCells.size() - 1 && htmlCells.size() < header.size();
                String rest = last
                        ? " class=\"words\" colspan=\"" + (header.size() - i) + "\""
                        : " data-label=\"" + escaped(header.get(i)) + "\"";
                line.append(
                        i == 0
                                ? "<th scope=\"row\">" + htmlCells.get(i) + "</th>"
                                : "<td" + rest + ">" + htmlCells.get(i) + "</td>");
            }
            lines.add(line + "</tr>");
        }

        String html() {
            String head = header.stream()
                    .map(text -> "<th scope=\"col\">" + escaped(text) + "</th>")
                    .collect(Collectors.joining());
            return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + escaped(caption) + "\">\n"
                    + "<table class=\"figures\">\n<caption>" + escaped(caption) + "</caption>\n<thead><tr>" + head
                    + "</tr></thead>\n<tbody>\n"
                    + String.join("\n", lines) + "\n</tbody>\n</table>\n</div>\n";
        }
    }
}
