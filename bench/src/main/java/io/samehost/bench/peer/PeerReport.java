package io.samehost.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.Forest;
import io.samehost.bench.output.JsonReport;
import io.samehost.bench.output.TerminalForest;
import io.samehost.bench.output.TerminalReport;
import io.samehost.bench.output.Words;
import io.samehost.bench.result.Doubts;
import io.samehost.bench.result.Report;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.scenario.Scenario;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of this project and its peers, and what they say: on a terminal and for machines. */
public final class PeerReport {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The question that it answers. */
    public static final String QUESTION = "This project's calls (rpc, threads) beside what a user would pick instead";

    private final Report report;
    private final Peers peers;
    private final List<PeerComparison> comparisons;

    public PeerReport(Report report, Peers peers) {
        this.report = report;
        this.peers = peers;
        this.comparisons = PeerComparison.of(report.results());
    }

    public Report report() {
        return report;
    }

    Peers peers() {
        return peers;
    }

    List<PeerComparison> comparisons() {
        return comparisons;
    }

    /** Our calls to the left and each peer to the right, load by load. */
    public Forest forest() {
        return new Forest(
                "samehost",
                "peer",
                comparisons.stream()
                        .flatMap(one -> Forest.row(
                                one.peer().load() + ", "
                                        + one.peer().transport().label(),
                                one.peer().engine().label(),
                                one.verdict())
                                .stream())
                        .toList());
    }

    /** Each comparison: what it is about, and what came out. */
    public Map<String, String> findings() {
        Map<String, String> findings = new LinkedHashMap<>();
        for (PeerComparison one : comparisons) {
            String about = one.peer().load() + ", " + one.peer().transport().label();
            findings.put(about + ", " + one.peer().engine().label(), one.words().substring(about.length() + 2));
        }
        return findings;
    }

    /** Where each peer comes from and how it is driven. */
    public List<String> driven() {
        return peers.built().stream().map(Peers.Built::words).toList();
    }

    /** A chart and the comparisons in words first, then the figures. */
    public void print(Terminal terminal, int width, PrintWriter out) {
        out.println(terminal.bold(QUESTION));
        out.println();
        new TerminalForest(forest(), terminal, width).lines().forEach(out::println);
        out.println();
        for (PeerComparison comparison : comparisons) {
            for (String words : Words.wrapped("  " + comparison.words(), width)) {
                out.println(comparison.verdict() instanceof Verdict.Shown ? terminal.green(words) : words);
            }
        }
        if (comparisons.isEmpty()) {
            out.println("  no peer was measured");
        }
        doubts().forEach(doubt -> Words.wrapped(doubt, width).forEach(line -> out.println(terminal.yellow(line))));
        out.println();
        if (!peers.built().isEmpty()) {
            out.println("Peers:");
            peers.built()
                    .forEach(peer -> Words.wrapped("  " + peer.words(), width).forEach(out::println));
            out.println();
        }
        new TerminalReport(report, terminal, width, out).printFigures();
    }

    /** Why a comparison has no verdict, or one that is less sure. */
    public List<String> doubts() {
        return new Doubts(
                        report.results(),
                        comparisons.stream().map(PeerComparison::verdict).toList())
                .words();
    }

    public void writeJson(Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), toJson());
    }

    /** That of {@link JsonReport}, and what is about peers. */
    public ObjectNode toJson() {
        ObjectNode json = new JsonReport(report).toJson();
        ArrayNode built = json.putArray("peers");
        peers.built()
                .forEach(peer -> built.addObject()
                        .put("name", peer.recipe().peer().optionName())
                        .put("version", peer.version())
                        .put("how", peer.recipe().how()));
        ArrayNode answers = json.putArray("peerComparisons");
        comparisons.forEach(comparison -> comparison(answers.addObject(), comparison));
        return json;
    }

    private static void comparison(ObjectNode json, PeerComparison comparison) {
        Scenario peer = comparison.peer();
        json.put("peer", peer.engine().optionName())
                .put("transport", peer.transport().label())
                .put("load", peer.load())
                .put("by", peer.pattern().better())
                .put("verdict", comparison.verdict().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .put("warmUpSeconds", comparison.warmUpSeconds())
                .put("words", comparison.words());
        JsonReport.verdict(json, comparison.verdict());
    }
}
