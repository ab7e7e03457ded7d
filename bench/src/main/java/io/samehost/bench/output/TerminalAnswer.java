package io.samehost.bench.output;

import io.samehost.bench.saved.SavedReport;
import io.samehost.cli.Terminal;
import java.io.PrintWriter;

/** The first screen: the question, one chart, and the answer in words for what most people do. */
public record TerminalAnswer(SavedReport report, Terminal terminal, int width, PrintWriter out) {

    public void print() {
        out.println(terminal.bold(SavedReport.QUESTION));
        out.println();
        Forest forest = Forest.of(report);
        if (forest.rows().isEmpty()) {
            out.println(report.answer());
            out.println();
            return;
        }
        new TerminalForest(forest, terminal, width).lines().forEach(out::println);
        out.println();
        for (Headlines.Line line : new Headlines(report).lines()) {
            String words = line.words();
            Words.wrapped(words, width)
                    .forEach(text -> out.println(line.answer().isEmpty() ? terminal.faint(text) : text));
        }
        new SocketCost(report)
                .words()
                .ifPresent(words ->
                        Words.wrapped("Of that, the socket: " + words, width).forEach(out::println));
        for (String doubt : report.doubts()) {
            Words.wrapped(doubt, width).forEach(text -> out.println(terminal.yellow(text)));
        }
        out.println();
    }
}
