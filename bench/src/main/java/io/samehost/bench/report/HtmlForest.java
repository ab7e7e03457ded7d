package io.samehost.bench.report;

import io.samehost.bench.output.Forest;
import io.samehost.bench.output.Forest.Kind;
import io.samehost.bench.output.Forest.Row;
import java.util.Locale;

/** The one chart that a page opens with: drawn by the browser's own layout, so that it is there without a script. */
final class HtmlForest {
    private HtmlForest() {}

    /** Empty if there is nothing to show. */
    static String html(Forest forest) {
        if (forest.rows().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<figure class=\"forest\">\n")
                .append(scale(forest))
                .append("<ol>\n");
        String group = "";
        for (Row row : forest.rows()) {
            boolean alone = isAlone(forest, row);
            if (!alone && !row.group().equals(group)) {
                group = row.group();
                html.append("<li class=\"group\">").append(Html.escaped(group)).append("</li>\n");
            }
            html.append(row(forest, row, alone));
        }
        return html.append("</ol>\n<figcaption>").append(caption(forest)).append("</figcaption>\n</figure>\n") + "";
    }

    private static boolean isAlone(Forest forest, Row row) {
        return forest.rows().stream()
                        .filter(other -> other.group().equals(row.group()))
                        .count()
                == 1;
    }

    private static String scale(Forest forest) {
        String end = String.format(Locale.ROOT, "%.0fx", forest.extent());
        return "<p class=\"scale\" aria-hidden=\"true\"><span>&larr; " + Html.escaped(forest.left()) + ' ' + end
                + "</span><span>even</span><span>" + end + ' ' + Html.escaped(forest.right()) + " &rarr;</span></p>\n";
    }

    private static String row(Forest forest, Row row, boolean alone) {
        double left = 100 * forest.place(row.ratio().high());
        double right = 100 * forest.place(row.ratio().low());
        return String.format(
                Locale.ROOT,
                "<li class=\"%s\"><span class=\"name\">%s</span><span class=\"plot\" aria-hidden=\"true\">"
                        + "<i style=\"left:%.1f%%;width:%.1f%%\"></i><b style=\"left:%.1f%%\"></b></span>"
                        + "<span class=\"ratio\">%s</span></li>%n",
                kind(row.kind()),
                Html.escaped(alone ? row.group() : row.name()),
                left,
                right - left,
                100 * forest.place(row.ratio().value()),
                Html.escaped(row.words(forest.left(), forest.right())));
    }

    private static String kind(Kind kind) {
        return switch (kind) {
            case LEFT -> "unix";
            case RIGHT -> "tcp";
            case EVEN -> "even";
            case SEEN -> "seen";
        };
    }

    private static String caption(Forest forest) {
        boolean seen = forest.rows().stream().anyMatch(row -> row.kind() == Kind.SEEN);
        return forest.sharedName()
                        .map(name -> "Rows are " + Html.escaped(name) + ". ")
                        .orElse("")
                + forest.leftOut()
                + "How many times as fast, with the interval over fresh pairs of processes, at least 94&nbsp;% sure with five of"
                + " them. One that touches the middle shows no difference."
                + (seen ? " A dotted one with a question mark is no verdict, only what was seen." : "");
    }
}
