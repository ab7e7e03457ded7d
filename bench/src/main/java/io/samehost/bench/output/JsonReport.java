package io.samehost.bench.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.result.Measurement;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.result.Report;
import io.samehost.bench.result.Results.Answer;
import io.samehost.bench.result.Results.Row;
import io.samehost.bench.result.Statistics.Interval;
import io.samehost.bench.result.Verdict;
import io.samehost.bench.saved.ReportJson;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The report for machines: everything, down to the histogram of each run. */
public final class JsonReport {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Report report;

    public JsonReport(Report report) {
        this.report = report;
    }

    public void write(Path file) throws IOException {
        MAPPER.writeValue(file.toFile(), toJson());
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", ReportJson.FORMAT)
                .put("date", report.date().toString())
                .put("command", new PlanCommand(report.results().plan()).toString())
                .put("interrupted", report.interrupted());
        environment(json.putObject("environment"));
        ArrayNode warnings = json.putArray("warnings");
        report.warnings().forEach(warnings::add);
        ArrayNode doubts = json.putArray("doubts");
        report.doubts().forEach(doubts::add);
        ArrayNode rows = json.putArray("rows");
        report.results().rows().forEach(row -> row(rows.addObject(), row));
        ArrayNode answers = json.putArray("answers");
        report.results().answers().forEach(answer -> answer(answers.addObject(), answer));
        ArrayNode runs = json.putArray("runs");
        report.results().outcomes().forEach(outcome -> run(runs.addObject(), outcome));
        return json;
    }

    private void environment(ObjectNode json) {
        Environment environment = report.environment();
        json.put("cpu", environment.cpu())
                .put("processors", environment.processors())
                .put("virtualMachine", environment.virtualMachine())
                .put("governor", environment.governor())
                .put("kernel", environment.kernel())
                .put("jdk", environment.jdk())
                .put("placement", report.results().plan().placement().label())
                .put("commit", environment.commit());
        ArrayNode flags = json.putArray("jvmFlags");
        environment.jvmFlags().forEach(flags::add);
        ObjectNode settings = json.putObject("settings");
        environment.settings().forEach(settings::put);
        idle(json.putObject("before"), report.before());
        idle(json.putObject("after"), report.after());
    }

    private static void idle(ObjectNode json, Report.Idle idle) {
        load(json, idle.load()).put("loadAverage", idle.loadAverage());
    }

    private static ObjectNode load(ObjectNode json, MachineLoad load) {
        return json.put("foreignShare", load.foreignShare())
                .put("stealShare", load.stealShare())
                .put("disturbing", load.disturbing());
    }

    private static void scenario(ObjectNode json, Scenario scenario) {
        json.put("transport", scenario.transport().label())
                .put("engine", scenario.engine().optionName())
                .put("layer", scenario.layer().optionName())
                .put("wait", scenario.waiting().label())
                .put("pattern", scenario.pattern().label())
                .put("sizeBytes", scenario.size().bytes())
                .put("inFlight", scenario.inFlight())
                .put("load", scenario.load())
                .put("implementation", scenario.implementation());
        if (scenario.pattern() == Pattern.RATE) {
            json.put("ratePerSecond", scenario.pace().perSecond());
        } else if (scenario.pattern() == Pattern.MAX_RATE) {
            json.put("p99BoundNanos", scenario.pace().p99BoundNanos());
        }
        if (!scenario.buffers().isDefault()) {
            json.put("askedBufferBytes", scenario.buffers().bytes());
        }
    }

    /** Medians over runs, but for {@code maxNanos}, {@code messages} and {@code errors}, which are of all runs. */
    private static void row(ObjectNode json, Row row) {
        scenario(json, row.scenario());
        json.put("runs", row.runs().size())
                .put("messages", row.messages())
                .put("errors", row.errors())
                .put("lost", row.lost());
        ArrayNode problems = json.putArray("problems");
        row.problems().forEach(problems::add);
        if (row.runs().isEmpty()) {
            return;
        }
        json.put("p50Nanos", row.median(run -> run.percentileNanos(50)))
                .put("p90Nanos", row.median(run -> run.percentileNanos(90)))
                .put("p99Nanos", row.median(run -> run.percentileNanos(99)))
                .put("p999Nanos", row.median(run -> run.percentileNanos(99.9)))
                .put("maxNanos", row.maxNanos())
                .put("messagesPerSecond", row.median(Measurement::messagesPerSecond))
                .put("clientSaturated", row.clientSaturated());
        row.ratioToFloor().ifPresent(ratio -> json.put("ratioToFloor", ratio));
        json.putObject("interval")
                .put("of", row.scenario().pattern().comparedFigure())
                .put("low", row.interval().low())
                .put("high", row.interval().high());
        row.buffers().ifPresent(buffers -> buffers(json, buffers));
    }

    private static void answer(ObjectNode json, Answer answer) {
        scenario(json, answer.left());
        json.put("comparedWith", answer.right().transport().label())
                .put("by", answer.left().pattern().better())
                .put("verdict", answer.verdict().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .put("words", answer.words());
        answer.toTheQuestion().ifPresent(words -> json.put("direct", words));
        verdict(json, answer.verdict());
    }

    /** The figures of a verdict: a ratio, or what was seen where there is no verdict. */
    public static void verdict(ObjectNode json, Verdict verdict) {
        if (verdict instanceof Verdict.Shown shown) {
            ratio(json, shown.ratio(), shown.interval()).put("disturbed", shown.disturbed());
        } else if (verdict instanceof Verdict.NoDifference none) {
            ratio(json, none.ratio(), none.interval()).put("disturbed", none.disturbed());
        } else if (verdict instanceof Verdict.Withheld withheld) {
            withheld.seen().ifPresent(seen -> ratio(json.putObject("seen"), seen.ratio(), seen.interval()));
        }
    }

    private static ObjectNode ratio(ObjectNode json, double ratio, Interval interval) {
        return json.put("ratio", ratio).put("ratioLow", interval.low()).put("ratioHigh", interval.high());
    }

    private static void run(ObjectNode json, Outcome outcome) {
        json.put("round", outcome.round());
        scenario(json, outcome.scenario());
        if (outcome instanceof Outcome.Measured measured) {
            json.put("outcome", "measured").put("speed", measured.sample().speed());
            measurement(json, measured.measurement());
        } else if (outcome instanceof Outcome.Failed failed) {
            json.put("outcome", "failed").put("reason", failed.reason());
        } else if (outcome instanceof Outcome.Unavailable unavailable) {
            json.put("outcome", "unavailable").put("reason", unavailable.reason());
        }
    }

    private static void measurement(ObjectNode json, Measurement run) {
        json.put("messages", run.messages())
                .put("errors", run.errors())
                .put("missed", run.missed())
                .put("lost", run.lost())
                .put("rateMissed", run.rateMissed())
                .put("clientSaturated", run.clientSaturated())
                .put("elapsedNanos", run.elapsedNanos())
                .put("messagesPerSecond", run.messagesPerSecond())
                .put("p50Nanos", run.percentileNanos(50))
                .put("p90Nanos", run.percentileNanos(90))
                .put("p99Nanos", run.percentileNanos(99))
                .put("p999Nanos", run.percentileNanos(99.9))
                .put("maxNanos", run.latency().getMaxValue());
        usage(json.putObject("client"), run.client());
        usage(json.putObject("server"), run.server());
        load(json.putObject("machine"), run.load());
        run.buffers().ifPresent(buffers -> buffers(json, buffers));
        json.put("latencyHistogram", encoded(run.latency()));
    }

    private static void buffers(ObjectNode json, Measurement.Buffers buffers) {
        json.put("sendBufferBytes", buffers.sendBytes()).put("receiveBufferBytes", buffers.receiveBytes());
    }

    private static void usage(ObjectNode json, ProcessUsage usage) {
        json.put("cpuNanos", usage.cpuNanos())
                .put("voluntarySwitches", usage.voluntarySwitches())
                .put("involuntarySwitches", usage.involuntarySwitches());
        if (usage.readWriteCalls() > 0) {
            json.put("readWriteCalls", usage.readWriteCalls());
        }
    }

    /** HdrHistogram's own compressed form in base 64, which its tools in other languages read too. */
    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
