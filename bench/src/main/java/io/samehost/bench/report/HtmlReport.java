package io.samehost.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One page with everything in it, the chart library too: it asks no network for anything. */
final class HtmlReport {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    /** The plot of a ratio ends here on either side; an interval that is wider is cut. */
    private static final double WIDEST_RATIO = 4;

    /** More of them are folded, but for one of each kind. */
    private static final int MOST_ANSWERS = 16;

    /** Rows that a reader scrolls over without a sigh. */
    private static final int SHORT_ROWS = 40;

    private static final String PLOT_KEY =
            "<p class=\"plot-key\" aria-hidden=\"true\"><span>&larr; TCP 4x</span><span>even</span>"
                    + "<span>AF_UNIX 4x &rarr;</span></p>\n";

    private final SavedReport report;
    private final HtmlTables tables;
    private final Charts charts;

    HtmlReport(SavedReport report) {
        this.report = report;
        tables = new HtmlTables(report);
        charts = new Charts(report);
    }

    String html() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("question", Html.escaped(SavedReport.QUESTION));
        parts.put("confidence", hasVerdict() ? "shown" : "withheld");
        parts.put("answer", answer(report.answer()));
        parts.put("answers", answers(report.mainAnswers()));
        parts.put("others", others());
        parts.put("warnings", warnings());
        parts.put("latency", latency());
        parts.put("throughput", throughput());
        parts.put("cost", figures(tables.cost(), isShort()));
        parts.put("floor", floor());
        parts.put("advice", advice());
        parts.put("date", Html.escaped(report.date().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC")));
        parts.put("environment", environment());
        parts.put("command", Html.escaped(report.command()));
        parts.put("data", Html.json(charts.toJson().toString()));
        parts.put("style", resource("uplot/uPlot.min.css") + resource("report.css"));
        parts.put("license", resource("uplot/LICENSE").replace("*/", ""));
        parts.put("library", resource("uplot/uPlot.iife.min.js"));
        parts.put("script", resource("report.js"));
        return filled(resource("report.html"), parts);
    }

    /** What it is about stands smaller, under the sentence. */
    private static String answer(String sentence) {
        int about = sentence.lastIndexOf(" (");
        return about < 0
                ? ratioTogether(sentence)
                : ratioTogether(sentence.substring(0, about)) + "<small>" + Html.escaped(sentence.substring(about + 1))
                        + "</small>";
    }

    /** A ratio and its interval are not to be torn apart at the end of a line. */
    private static String ratioTogether(String sentence) {
        return Html.escaped(sentence).replaceAll("[0-9.]+x \\[[0-9.-]+]", "<span class=\"ratio\">$0</span>");
    }

    private boolean hasVerdict() {
        return report.answersToTheQuestion().stream()
                .findFirst()
                .flatMap(SavedAnswer::ratio)
                .isPresent();
    }

    /** Every place is filled once: what a part contains is not looked into. */
    private static String filled(String template, Map<String, String> parts) {
        return PLACE.matcher(template).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("nothing to fill in: place=" + place.group());
            }
            return Matcher.quoteReplacement(part);
        });
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: resource=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String answers(List<SavedAnswer> answers) {
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
            first.putIfAbsent(answer.pattern() + (answer.sizeBytes() >= Advice.LARGE_BYTES), answer);
        }
        return List.copyOf(first.values());
    }

    private static String listed(List<SavedAnswer> answers) {
        boolean hasRatio =
                answers.stream().anyMatch(answer -> answer.unixToTcp().isPresent());
        StringBuilder list = new StringBuilder(hasRatio ? PLOT_KEY : "").append("<ul class=\"answers\">\n");
        for (SavedAnswer answer : answers) {
            list.append("<li><span class=\"load\">")
                    .append(Html.escaped(answer.load()))
                    .append("<small>")
                    .append(Html.escaped(answer.implementation()))
                    .append("</small></span><span class=\"verdict")
                    .append(answer.ratio().isPresent() ? "\">" : " faint\">")
                    .append(ratioTogether(answer.verdict()))
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

    /** Even is in the middle, AF_UNIX to the right, and twice as fast as far to the right as half as fast to the left. */
    private static String plot(SavedAnswer.Ratio ratio, String kind) {
        double low = place(ratio.low());
        return String.format(
                Locale.ROOT,
                "<span class=\"plot %s\" aria-hidden=\"true\"><i style=\"left:%.1f%%;width:%.1f%%\"></i>"
                        + "<b style=\"left:%.1f%%\"></b></span>",
                kind,
                low,
                place(ratio.high()) - low,
                place(ratio.value()));
    }

    private static double place(double ratio) {
        double share = 0.5 + Math.log(Math.max(ratio, 1e-9)) / Math.log(WIDEST_RATIO) / 2;
        return 100 * Math.min(1, Math.max(0, share));
    }

    private String others() {
        List<SavedAnswer> main = report.mainAnswers();
        List<SavedAnswer> others = report.answers().stream()
                .filter(answer -> !main.contains(answer))
                .toList();
        return others.isEmpty()
                ? ""
                : "<details><summary>Other comparisons of this run (" + others.size() + ")</summary>\n"
                        + answers(others) + "</details>\n";
    }

    private String warnings() {
        List<String> all = new ArrayList<>(report.warnings());
        all.addAll(report.problems());
        return all.isEmpty() ? "<p>Nothing stood in the way of this run.</p>" : Html.list("warnings", all);
    }

    private String latency() {
        StringBuilder html = new StringBuilder();
        for (String pattern : report.patterns()) {
            html.append("<h3>").append(Html.escaped(pattern)).append("</h3>\n");
            boolean hasCurves = report.rows().stream()
                    .anyMatch(row ->
                            row.pattern().equals(pattern) && row.figures().has("p50Nanos"));
            if (hasCurves) {
                html.append(chart("latency", pattern, "Latency by percentile, " + pattern));
            }
            html.append(figures(tables.latency(pattern), !hasCurves));
        }
        return html.toString();
    }

    private String throughput() {
        StringBuilder html = new StringBuilder();
        if (charts.hasSeveralSizes()) {
            html.append("<h3>by size</h3>\n").append(chart("size", "", "Throughput by size of a message"));
        } else {
            html.append("<p>One size in this run, so there is no curve by size.</p>\n");
        }
        if (charts.hasSeveralWindows()) {
            html.append("<h3>by messages in flight</h3>\n")
                    .append(chart("window", "", "Throughput by messages in flight"));
        } else {
            html.append("<p>One number of messages in flight in this run, so there is no curve by it.</p>\n");
        }
        return html + figures(tables.throughput(), !charts.hasSeveralSizes());
    }

    private static String chart(String kind, String pattern, String label) {
        return "<figure class=\"chart\" data-chart=\"" + kind + "\" data-pattern=\"" + Html.escaped(pattern)
                + "\" aria-label=\"" + Html.escaped(label) + "; the table that follows has the figures\"></figure>\n";
    }

    private static String figures(String table, boolean open) {
        return "<details" + (open ? " open" : "") + "><summary>All figures as a table</summary>\n" + table
                + "</details>\n";
    }

    private boolean isShort() {
        return report.rows().size() <= SHORT_ROWS;
    }

    private String floor() {
        return tables.hasFloor()
                ? figures(tables.floor(), isShort())
                : "<p>The C floor was not measured in this run: it needs a C compiler.</p>";
    }

    private String advice() {
        StringBuilder rows = new StringBuilder();
        for (Advice.Line line : new Advice(report).lines()) {
            rows.append("<tr><th scope=\"row\">")
                    .append(Html.escaped(line.need()))
                    .append("</th><td class=\"choice\">")
                    .append(Html.escaped(line.choice()))
                    .append("</td><td>")
                    .append(Html.list("reasons", line.reason()))
                    .append("</td></tr>\n");
        }
        return rows.toString();
    }

    private String environment() {
        StringBuilder list = new StringBuilder("<dl>\n");
        describe(list, "", report.environment());
        return list + "</dl>\n";
    }

    private static void describe(StringBuilder list, String prefix, JsonNode json) {
        json.properties().forEach(field -> {
            String name = prefix + words(field.getKey());
            if (field.getValue().isObject()) {
                describe(list, key(name), field.getValue());
            } else {
                String value = field.getValue().isArray()
                        ? String.join(" ", SavedReport.texts(field.getValue()))
                        : value(field.getValue());
                list.append("<div><dt>")
                        .append(Html.escaped(name))
                        .append("</dt><dd>")
                        .append(Html.escaped(value))
                        .append("</dd></div>\n");
            }
        });
    }

    private static String value(JsonNode json) {
        if (json.isBoolean()) {
            return json.asBoolean() ? "yes" : "no";
        }
        return json.isDouble() ? Figures.threeDigits(json.asDouble()) : json.asText();
    }

    /** A setting has a path, which says enough. */
    private static String key(String name) {
        return name.equals("settings") ? "" : name + ": ";
    }

    /** {@code virtualMachine} as {@code virtual machine}; paths stay. */
    private static String words(String key) {
        return key.startsWith("/") ? key : key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
