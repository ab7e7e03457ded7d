package io.samehost.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.output.JsonReport;
import io.samehost.bench.output.TerminalReport;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.result.Results.Row;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Results and both reports of them, from made-up runs. */
final class ResultsTest {
    private static final ByteSize SIZE = new ByteSize(64);
    private static final MachineLoad QUIET = new MachineLoad(0, 0);
    private static final Scenario UNIX = raw(MeasuredTransport.UNIX);
    private static final Scenario TCP = raw(MeasuredTransport.TCP);
    private static final Plan PLAN = MadeUpReport.plan();

    @Test
    void theAnswerIsInWords() {
        Results results = results(fiveRounds(2_000, 3_000, 0));
        assertEquals(
                List.of("64 B ping-pong, raw, threads: unix 1.50x [1.50-1.50] as fast as tcp"),
                results.answers().stream().map(Results.Answer::words).toList());
    }

    @Test
    void aTransportThatWasNotMeasuredIsNotCompared() {
        assertEquals(
                List.of(),
                results(List.of(new Outcome.Measured(0, UNIX, measurement(1, 0))))
                        .answers());
    }

    @Test
    void errorsOfAllRunsAreSummedUp() {
        assertEquals(15, row(results(fiveRounds(2_000, 3_000, 3)), UNIX).errors());
    }

    @Test
    void aRunThatFailedIsAProblemOfItsRow() {
        Results results = results(List.of(new Outcome.Failed(2, UNIX, "server ended")));
        assertEquals(List.of("run 3 failed: server ended"), row(results, UNIX).problems());
    }

    @Test
    void theRatioToTheFloorIsHowManyTimesAsLongItTakes() {
        List<Outcome> outcomes = fiveRounds(2_000, 3_000, 0);
        outcomes.add(new Outcome.Measured(0, UNIX.floor(), measurement(1_000, 0)));
        assertEquals(2, row(results(outcomes), UNIX).ratioToFloor().orElseThrow(), 0.01);
    }

    @Test
    void jsonHasARowForEachScenarioAndARunForEachOutcome() {
        List<Outcome> outcomes = fiveRounds(2_000, 3_000, 1);
        outcomes.add(new Outcome.Failed(4, TCP, "server ended"));
        JsonNode json = new JsonReport(report(outcomes)).toJson();
        assertEquals(2, json.path("rows").size());
        assertEquals(5, json.path("rows").path(0).path("errors").asInt());
        assertEquals(11, json.path("runs").size());
        assertEquals("shown", json.path("answers").path(0).path("verdict").asText());
    }

    private static String flat(String text) {
        return text.replace("\n", " ");
    }

    private static final String QUESTION = "AF_UNIX or TCP loopback, on this machine?";

    @Test
    void theTerminalReportOpensWithTheChartAndTheAnswerAndEndsWithTheAnswerAgain() {
        String text = text(report(fiveRounds(2_000, 3_000, 0)));
        String answer =
                "AF_UNIX 1.50x [1.50-1.50] as fast as TCP loopback (64 B ping-pong, raw, threads, by lower median latency)";
        assertTrue(text.startsWith(QUESTION + "\n\n"), text);
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(2).contains("<-unix 2x") && lines.get(2).endsWith("2x tcp->"), text);
        assertTrue(lines.get(3).matches("  64 B ping-pong +O +\\| +unix 1.50x \\[1.50-1.50]"), text);
        assertTrue(lines.get(7).startsWith("A command asks its daemon, and waits for the answer: AF_UNIX 1.50x"), text);
        String end = "again: " + new PlanCommand(PLAN) + "  " + QUESTION + ' ' + answer + ' ';
        assertTrue(flat(text.replace(" \\\n   ", "")).endsWith(end), text);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        List<Outcome> outcomes = fiveRounds(2_000, 3_000, 7);
        outcomes.add(new Outcome.Unavailable(0, UNIX.floor(), "no gcc in PATH, on Debian: apt-get install gcc"));
        for (int width : List.of(80, 100)) {
            StringWriter text = new StringWriter();
            new TerminalReport(report(outcomes), new Terminal(false), width, new PrintWriter(text)).print();
            text.toString().lines().forEach(line -> assertTrue(line.length() <= width, line));
        }
    }

    @Test
    void aVerdictWithheldForTooFewRoundsHasTheCommandThatGivesOne() {
        List<Outcome> outcomes = fiveRounds(2_000, 3_000, 0).subList(0, 4);
        String text = text(report(outcomes));
        assertTrue(
                flat(text)
                        .endsWith(QUESTION + " no verdict, seen: AF_UNIX 1.50x [1.50-1.50] as fast as TCP loopback"
                                + " (64 B ping-pong, raw, threads) "),
                text);
        assertTrue(
                flat(text)
                        .contains(" No verdict in 1 of 1 comparisons, too few rounds measured both: rounds=2 needed=5: "
                                + new PlanCommand(PLAN) + " "),
                text);
        assertTrue(text.contains(" unix 1.50x [1.50-1.50]?\n"), text);
    }

    @Test
    void anAnswerOfABusyMachineHasOneSentenceOfWhy() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            outcomes.add(new Outcome.Measured(round, UNIX, measurement(2_000, 0, new MachineLoad(0.5, 0.02))));
            outcomes.add(new Outcome.Measured(round, TCP, measurement(3_000, 0)));
        }
        String text = text(report(outcomes));
        assertTrue(flat(text).contains("? AF_UNIX 1.50x [1.50-1.50]* as fast as TCP loopback ("), text);
        String why = "* The machine was busy (50 % of it went to other programs, 2 % to the hypervisor): 1 of"
                + " 1 comparisons had too few quiet rounds, also after 300 s of measuring again. Their ratio is"
                + " that of the quiet rounds, or of all where none was, and their interval spans every round.";
        assertEquals(2, flat(text).split(java.util.regex.Pattern.quote(why), -1).length, text);
    }

    @Test
    void aDisturbedRoundThatWasMeasuredAgainDoesNotCount() {
        List<Outcome> outcomes = fiveRounds(2_000, 3_000, 0);
        outcomes.add(new Outcome.Measured(5, UNIX, measurement(90_000, 0, new MachineLoad(0.5, 0))));
        outcomes.add(new Outcome.Measured(5, TCP, measurement(3_000, 0)));
        Results results = results(outcomes);
        assertEquals(5, row(results, UNIX).runs().size());
        assertEquals(2_000, row(results, UNIX).maxNanos());
        assertEquals(12, results.measured().size());
    }

    @Test
    void theDirectAnswerIsNotThatOfTheFloor() {
        List<Outcome> outcomes = fiveRounds(2_000, 3_000, 0);
        for (int round = 0; round < 5; round++) {
            outcomes.add(new Outcome.Measured(round, UNIX.floor(), measurement(1_000, 0)));
            outcomes.add(new Outcome.Measured(round, TCP.floor(), measurement(9_000, 0)));
        }
        assertEquals(UNIX, results(outcomes).mainAnswer().orElseThrow().left());
    }

    @Test
    void withoutBothFamiliesThereIsNoDirectAnswer() {
        String text = text(report(List.of(new Outcome.Measured(0, UNIX, measurement(1, 0)))));
        assertTrue(flat(text).endsWith("? No answer: they were not measured with the same load. "), text);
    }

    @Test
    void theTerminalReportSaysWhyARowIsEmpty() {
        String text = text(report(List.of(new Outcome.Unavailable(0, UNIX.floor(), "no gcc in PATH"))));
        assertTrue(
                text.lines()
                        .anyMatch(line ->
                                line.startsWith("  C floor") && line.endsWith("  - unavailable: no gcc in PATH")),
                text);
    }

    @Test
    void anInterruptedReportSaysSo() {
        Report whole = report(fiveRounds(2_000, 3_000, 0));
        Report report =
                new Report(whole.results(), whole.environment(), whole.before(), whole.after(), whole.date(), true);
        assertEquals(List.of("stopped early: these are the runs measured until then"), report.warnings());
    }

    @Test
    void socketBuffersThatTheKernelCapsAreAWarning() {
        BufferSize granted = new BufferSize(4096);
        BufferSize capped = new BufferSize(8192);
        List<Outcome> outcomes = List.of(
                MadeUpReport.measured(0, MadeUpReport.buffered(granted), 5, QUIET),
                MadeUpReport.measured(0, MadeUpReport.buffered(capped), 5, QUIET));
        assertEquals(
                List.of("the kernel gives smaller socket buffers than were asked for: asked=8k sendBytes=4096"
                        + " receiveBytes=4096 rows=1, raise net.core.wmem_max and net.core.rmem_max"),
                MadeUpReport.of(MadeUpReport.plan(List.of(granted, capped)), outcomes)
                        .warnings());
    }

    @Test
    void rowsWithOtherSocketBuffersAreAnotherTableAndAnotherRowForMachines() {
        BufferSize buffers = new BufferSize(64 * 1024);
        List<Outcome> outcomes = List.of(
                MadeUpReport.measured(0, MadeUpReport.UNIX, 5, QUIET),
                MadeUpReport.measured(0, MadeUpReport.buffered(buffers), 5, QUIET));
        Report report = MadeUpReport.of(MadeUpReport.plan(List.of(BufferSize.DEFAULT, buffers)), outcomes);
        assertTrue(text(report).contains("\n64 B ping-pong, 64 KiB socket buffers\n"), () -> text(report));
        JsonNode rows = new JsonReport(report).toJson().path("rows");
        assertFalse(rows.path(0).has("askedBufferBytes"), rows::toString);
        assertEquals(65_536, rows.path(1).path("askedBufferBytes").asInt(), rows::toString);
    }

    private static List<Outcome> fiveRounds(long unixNanos, long tcpNanos, long errors) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            outcomes.add(new Outcome.Measured(round, UNIX, measurement(unixNanos, errors)));
            outcomes.add(new Outcome.Measured(round, TCP, measurement(tcpNanos, 0)));
        }
        return outcomes;
    }

    private static Measurement measurement(long nanos, long errors) {
        return measurement(nanos, errors, QUIET);
    }

    private static Measurement measurement(long nanos, long errors, MachineLoad load) {
        Histogram latency = Recording.emptyHistogram();
        latency.recordValue(nanos);
        ProcessUsage usage = new ProcessUsage(0, 0, 0);
        return new Measurement(latency, nanos, errors, usage, usage, load, Optional.empty());
    }

    private static Scenario raw(MeasuredTransport transport) {
        return new Scenario(transport, ServerKind.THREADS, Layer.RAW, Pattern.PING_PONG, SIZE, 1);
    }

    private static Results results(List<Outcome> outcomes) {
        return new Results(PLAN, outcomes);
    }

    private static Row row(Results results, Scenario scenario) {
        return results.rows().stream()
                .filter(row -> row.scenario().equals(scenario))
                .findFirst()
                .orElseThrow();
    }

    private static Report report(List<Outcome> outcomes) {
        Environment environment =
                new Environment("cpu", 2, false, "performance", "kernel", "jdk", List.of(), new TreeMap<>(), "c0ffee");
        Report.Idle idle = new Report.Idle(QUIET, "0.00");
        return new Report(results(outcomes), environment, idle, idle, Instant.EPOCH, false);
    }

    private static String text(Report report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new TerminalReport(report, new Terminal(false), 100, out).print();
        out.flush();
        return text.toString();
    }
}
