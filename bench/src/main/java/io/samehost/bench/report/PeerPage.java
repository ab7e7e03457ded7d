package io.samehost.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.samehost.bench.saved.SavedReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The page of a comparison with other libraries: that of any run, with its own first screen.
 *
 * @param json a report with more in it
 * @param driven how each peer was driven
 */
public record PeerPage(JsonNode json, Opening opening, List<String> driven) {

    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    String html() throws IOException {
        String end = driven.isEmpty()
                ? ""
                : "<section id=\"peers\">\n<h2>How the peers are driven</h2>\n" + Html.list("reasons", driven)
                        + "</section>\n";
        return new HtmlReport(SavedReport.of(json), opening, end).html();
    }
}
