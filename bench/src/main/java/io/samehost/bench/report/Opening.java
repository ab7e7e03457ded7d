package io.samehost.bench.report;

import io.samehost.bench.output.Forest;
import io.samehost.bench.output.Headlines;
import io.samehost.bench.output.SocketCost;
import io.samehost.bench.saved.SavedReport;
import java.util.ArrayList;
import java.util.List;

/**
 * The first screen of a page: a chart, then words.
 *
 * @param sentences what the figures say
 * @param doubts why that is missing or less sure; each reason once
 */
public record Opening(String question, Forest forest, List<Sentence> sentences, List<String> doubts) {

    /**
     * One finding.
     *
     * @param about what a person does, or what is compared
     * @param finding what came out, in large letters
     */
    public record Sentence(String about, String finding) {}

    static Opening of(SavedReport report) {
        List<Sentence> sentences = new ArrayList<>();
        for (Headlines.Line line : new Headlines(report).lines()) {
            sentences.add(new Sentence(line.load(), line.finding()));
        }
        new SocketCost(report).words().ifPresent(words -> sentences.add(new Sentence("Of that, the socket", words)));
        return new Opening(SavedReport.QUESTION, Forest.of(report), sentences, report.doubts());
    }

    String chart() {
        return HtmlForest.html(forest);
    }

    /** The load and the implementation stand smaller, under the finding. */
    String words() {
        StringBuilder html = new StringBuilder("<ul class=\"sentences\">\n");
        for (Sentence sentence : sentences) {
            int about = sentence.finding().lastIndexOf(" (");
            String finding = about < 0 ? sentence.finding() : sentence.finding().substring(0, about);
            String rest = about < 0 ? "" : sentence.finding().substring(about + 1);
            html.append("<li><span class=\"about\">")
                    .append(Html.escaped(sentence.about()))
                    .append("</span> <strong>")
                    .append(Html.whole(finding))
                    .append("</strong> <small>")
                    .append(Html.escaped(rest))
                    .append("</small></li>\n");
        }
        html.append("</ul>\n");
        for (String doubt : doubts) {
            html.append("<p class=\"doubt\">").append(Html.whole(doubt)).append("</p>\n");
        }
        return html.toString();
    }
}
