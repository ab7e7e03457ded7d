package io.samehost.bench.report;

import io.samehost.bench.output.Likeness;
import io.samehost.bench.output.TransportAdvice;
import io.samehost.bench.saved.SavedAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answers of the page, as lines with a plot of the ratio. */
final class HtmlAnswers {
    /** The plot of a ratio ends here on either side; an interval that is wider is cut. */
    private static final double WIDEST_RATIO = 4;

    /** More of them are folded, but for one of each kind. */
    private static final int MOST_ANSWERS = 16;

    private static final String PLOT_KEY =
            "<p class=\"plot-key\" aria-hidden=\"true\"><span>&larr; AF_UNIX 4x</span><span>even</span>"
                    + "<span>4x TCP &rarr;</span></p>\n";

    private HtmlAnswers() {}

    /** All of them, with a plot of each ratio; many are folded, but for one of each kind. */
    static String list(List<SavedAnswer> answers) {
        if (answers.isEmpty()) {
            return "";
        }
        if (answers.size() <= MOST_ANSWERS) {
            return listed(answers);
        }
        List<SavedAnswer> first = firstOfEachKind(answers);
        List<SavedAnswer> rest = new ArrayList<>(answers);
        rest.removeAll(first);
        return listed(first) + "<details><summary>The other loads (" + rest.size() + ")</summary>\n" + listed(rest)
                + "</details>\n";
    }

    /** One for each pattern with small messages, and one with large ones: a dozen of ping-pong alone would hide the rest. */
    private static List<SavedAnswer> firstOfEachKind(List<SavedAnswer> answers) {
        Map<String, SavedAnswer> first = new LinkedHashMap<>();
        for (SavedAnswer answer : answers) {
            first.putIfAbsent(answer.pattern() + (answer.sizeBytes() >= TransportAdvice.LARGE_BYTES), answer);
        }
        return List.copyOf(first.values());
    }

    private static String listed(List<SavedAnswer> answers) {
        boolean hasRatio =
                answers.stream().anyMatch(answer -> answer.unixToTcp().isPresent());
        StringBuilder list = new StringBuilder(hasRatio ? PLOT_KEY : "").append("<ul class=\"answers\">\n");
        String load = "";
        for (SavedAnswer answer : answers) {
            if (!answer.load().equals(load)) {
                load = answer.load();
                list.append("<li class=\"load\"><span>")
                        .append(Html.escaped(load))
                        .append(" <small>")
                        .append(Html.escaped(Likeness.of(answer.pattern(), answer.sizeBytes())))
                        .append("</small></span></li>\n");
            }
            list.append("<li><span class=\"name\">")
                    .append(Html.escaped(answer.implementation()))
                    .append("</span><span class=\"verdict")
                    .append(answer.ratio().isPresent() ? "\">" : " faint\">")
                    .append(Html.whole(answer.verdict()))
                    .append("</span>")
                    .append(answer.unixToTcp()
                            .map(ratio -> plot(ratio, kind(answer)))
                            .orElse("<span class=\"plot none\"></span>"))
                    .append("</li>\n");
        }
        return list + "</ul>\n";
    }

    private static String kind(SavedAnswer answer) {
        if (!answer.shown()) {
            return "even";
        }
        return answer.unixWins() ? "unix" : "tcp";
    }

    /** Even is in the middle, AF_UNIX to the left, and twice as fast as far to the left as half as fast to the right. */
    private static String plot(SavedAnswer.Ratio ratio, String kind) {
        double left = place(ratio.high());
        return String.format(
                Locale.ROOT,
                "<span class=\"plot %s\" aria-hidden=\"true\"><i style=\"left:%.1f%%;width:%.1f%%\"></i>"
                        + "<b style=\"left:%.1f%%\"></b></span>",
                kind,
                left,
                place(ratio.low()) - left,
                place(ratio.value()));
    }

    private static double place(double ratio) {
        double share = 0.5 - Math.log(Math.max(ratio, 1e-9)) / Math.log(WIDEST_RATIO) / 2;
        return 100 * Math.min(1, Math.max(0, share));
    }
}
