package io.samehost.bench.report;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.figure.FigureReport;
import io.samehost.bench.output.Forest;
import io.samehost.bench.process.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page of figures: a chart first, then all of them as a table.
 *
 * @param question what they answer
 * @param forest the chart; without a row it is a bar for each figure that has a limit
 */
public record FigurePage(String question, FigureReport report, Forest forest) {
    /** The place of every limit on the bars, in percent: there is room to miss it too. */
    private static final double LIMIT_PERCENT = 60;

    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    String html() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("question", Html.escaped(question));
        parts.put("style", HtmlReport.resource("report.css"));
        parts.put("chart", chart());
        parts.put("notes", report.notes().isEmpty() ? "" : Html.list("warnings", report.notes()));
        parts.put("legend", Html.whole(report.legend()));
        parts.put("figures", table());
        parts.put("environment", environment());
        parts.put("command", Html.whole(report.command()));
        return HtmlReport.filled(HtmlReport.resource("figures.html"), parts);
    }

    private String chart() {
        return forest.rows().isEmpty() ? bars() : HtmlForest.html(forest);
    }

    private String bars() {
        List<Figure> limited =
                report.figures().stream().filter(Figure::isLimited).toList();
        if (limited.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<figure class=\"forest limits\">\n<ol>\n");
        for (Figure figure : limited) {
            double value = LIMIT_PERCENT * figure.byLimit();
            html.append(String.format(
                    Locale.ROOT,
                    "<li class=\"%s\"><span class=\"name\">%s</span><span class=\"plot\" aria-hidden=\"true\">"
                            + "<i style=\"left:0;width:%.1f%%\"></i><b style=\"left:%.1f%%\"></b></span>"
                            + "<span class=\"ratio\">%s</span></li>%n",
                    figure.holds() ? "kept" : "missed",
                    Html.escaped(figure.name()),
                    Math.max(0, Math.min(100, value)),
                    LIMIT_PERCENT,
                    Html.whole(figure.words())));
        }
        return html
                + "</ol>\n<figcaption>The bar is the figure, the mark the limit. “&lt;” wants the bar to end before the"
                + " mark, “&gt;=” to reach it.</figcaption>\n</figure>\n";
    }

    private String table() {
        Html.Table table = new Html.Table("All figures", List.of("", "figure", "interval", "unit", "limit", "kept"));
        for (Figure figure : report.figures()) {
            table.add(figure.cells().stream().map(Html::escaped).toList());
        }
        return table.html();
    }

    private String environment() {
        Environment environment = report.environment();
        return Html.list(
                "reasons",
                List.of(
                        environment.cpu() + ", " + environment.processors() + " processors",
                        environment.kernel(),
                        environment.jdk(),
                        "pin " + report.placement().label() + ", commit " + environment.commit()));
    }
}
