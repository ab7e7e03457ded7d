package io.samehost.bench.report;

import io.samehost.bench.output.Figures;
import io.samehost.bench.output.TransportAdvice;
import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedReport;
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
import java.util.stream.Collectors;

/** One page with everything in it, the chart library too: it asks no network for anything. */
final class HtmlReport {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    /** Rows that a reader scrolls over without a sigh. */
    private static final int SHORT_ROWS = 40;

    private final SavedReport report;
    private final Opening opening;
    private final String end;
    private final HtmlTables tables;
    private final Charts charts;

    /** The page of the question, which ends with advice. */
    HtmlReport(SavedReport report) {
        this(report, Opening.of(report), advice(report));
    }

    /** The page of another question, which ends with {@code end}. */
    HtmlReport(SavedReport report, Opening opening, String end) {
        this.report = report;
        this.opening = opening;
        this.end = end;
        tables = new HtmlTables(report);
        charts = new Charts(report);
    }

    String html() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("question", Html.escaped(opening.question()));
        parts.put("chart", opening.chart());
        parts.put("sentences", opening.words());
        parts.put("loads", loads());
        parts.put("warnings", warnings());
        parts.put("latency", latency());
        parts.put("throughput", throughput());
        parts.put("cost", figures(tables.cost(), isShort()));
        parts.put("floor", floor());
        parts.put("end", end);
        parts.put("date", Html.escaped(report.date().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC")));
        parts.put("environment", environment());
        parts.put("command", Html.whole(report.command()));
        parts.put("data", Html.json(charts.toJson().toString()));
        parts.put("style", resource("uplot/uPlot.min.css") + resource("report.css"));
        parts.put("license", resource("uplot/LICENSE").replace("*/", ""));
        parts.put("library", resource("uplot/uPlot.iife.min.js"));
        parts.put("script", resource("report.js"));
        return filled(resource("report.html"), parts);
    }

    /** Every place is filled once: what a part contains is not looked into. */
    static String filled(String template, Map<String, String> parts) {
        return PLACE.matcher(template).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("nothing to fill in: place=" + place.group());
            }
            return Matcher.quoteReplacement(part);
        });
    }

    static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: resource=" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String loads() {
        return report.answers().isEmpty()
                ? ""
                : "<section id=\"answers\">\n<h2>AF_UNIX or TCP, load by load</h2>\n"
                        + HtmlAnswers.list(report.mainAnswers()) + others() + "</section>\n";
    }

    private String others() {
        List<SavedAnswer> main = report.mainAnswers();
        List<SavedAnswer> others = report.answers().stream()
                .filter(answer -> !main.contains(answer))
                .toList();
        return others.isEmpty()
                ? ""
                : "<details><summary>Other comparisons of this run (" + others.size() + ")</summary>\n"
                        + HtmlAnswers.list(others) + "</details>\n";
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
            boolean hasCurves =
                    report.rows().stream().anyMatch(row -> row.pattern().equals(pattern) && row.runs() > 0);
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

    private static String advice(SavedReport report) {
        StringBuilder rows = new StringBuilder("<section id=\"advice\">\n<h2>Which one for what</h2>\n"
                + "<table class=\"advice\">\n<thead><tr><th scope=\"col\">For</th><th scope=\"col\">Use</th>"
                + "<th scope=\"col\">By how much, or why</th></tr></thead>\n<tbody>\n");
        for (TransportAdvice.Line line : new TransportAdvice(report).lines()) {
            rows.append("<tr><th scope=\"row\">")
                    .append(Html.escaped(line.need()))
                    .append("</th><td class=\"choice\">")
                    .append(Html.escaped(line.choice()))
                    .append("</td><td>")
                    .append(Html.list("reasons", line.reason()))
                    .append("</td></tr>\n");
        }
        return rows + "</tbody>\n</table>\n</section>\n";
    }

    private String environment() {
        StringBuilder list = new StringBuilder("<dl>\n");
        describe(list, "", report.environment().fields());
        return list + "</dl>\n";
    }

    private static void describe(StringBuilder list, String prefix, Map<?, ?> fields) {
        fields.forEach((key, value) -> {
            String name = prefix + words(String.valueOf(key));
            if (value instanceof Map<?, ?> inner) {
                describe(list, key(name), inner);
            } else {
                list.append("<div><dt>")
                        .append(Html.escaped(name))
                        .append("</dt><dd>")
                        .append(Html.whole(text(value)))
                        .append("</dd></div>\n");
            }
        });
    }

    private static String text(Object value) {
        if (value instanceof List<?> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
        if (value instanceof Boolean is) {
            return is ? "yes" : "no";
        }
        return value instanceof Double number ? Figures.threeDigits(number) : String.valueOf(value);
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
