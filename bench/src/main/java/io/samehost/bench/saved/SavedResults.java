package io.samehost.bench.saved;

import io.samehost.bench.result.Measurement;
import io.samehost.bench.result.Quiet;
import io.samehost.bench.result.Verdict.Sample;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.SendRate;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.scenario.Wait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * As much of a {@link SavedReport} as a comparison needs.
 *
 * @param environment everything that must be the same in two results, by name
 * @param rows the good runs of each scenario that count, in the order of the report; none if all failed
 */
public record SavedResults(
        String date,
        String commit,
        String command,
        SortedMap<String, String> environment,
        Map<Scenario, List<SavedRun>> rows) {

    /** May differ: the code is what is compared, and how busy the machine was is judged for each run. */
    private static final List<String> MAY_DIFFER = List.of("commit", "before", "after", "settings");

    /** One run; speed as {@link Measurement#speed} has it. */
    record SavedRun(double p50Nanos, Sample sample) {}

    /**
     * The runs and the environment of a report.
     *
     * @throws IllegalArgumentException if the report measured something that this version does not know
     */
    public static SavedResults of(SavedReport report) {
        Map<Scenario, List<SavedRun>> rows = new LinkedHashMap<>();
        report.json().rows().forEach(row -> rows.put(scenario(row.measured()), new ArrayList<>()));
        for (ReportJson.Run run : report.json().runs()) {
            List<SavedRun> runs = rows.computeIfAbsent(scenario(run.measured()), scenario -> new ArrayList<>());
            if (run.isMeasured()) {
                runs.add(run(run));
            }
        }
        rows.replaceAll(
                (scenario, runs) -> Quiet.counted(runs, run -> run.sample().disturbed()));
        ReportJson.Environment environment = report.environment();
        return new SavedResults(
                report.date(), environment.text("commit"), report.command(), comparable(environment), rows);
    }

    private static SortedMap<String, String> comparable(ReportJson.Environment environment) {
        SortedMap<String, String> comparable = new TreeMap<>();
        environment.fields().forEach((name, value) -> {
            if (!MAY_DIFFER.contains(name)) {
                comparable.put(name, String.valueOf(value));
            }
        });
        if (environment.fields().get("settings") instanceof Map<?, ?> settings) {
            settings.forEach((name, value) -> comparable.put(String.valueOf(name), String.valueOf(value)));
        }
        return comparable;
    }

    private static SavedRun run(ReportJson.Run run) {
        return new SavedRun(
                run.p50Nanos(),
                new Sample(run.round(), run.speed(), run.machine().disturbing(), run.rateMissed()));
    }

    private static Scenario scenario(ReportJson.Measured json) {
        return new Scenario(
                named("transport", json.transport(), MeasuredTransport.values(), MeasuredTransport::label),
                named("engine", json.engine(), ServerKind.values(), ServerKind::optionName),
                named("layer", json.layer(), Layer.values(), Layer::optionName),
                named("wait", json.waiting(), Wait.values(), Wait::label),
                named("pattern", json.pattern(), Pattern.values(), Pattern::label),
                new ByteSize(json.sizeBytes()),
                json.inFlight(),
                new SendRate(json.ratePerSecond(), json.p99BoundNanos()),
                new BufferSize(json.askedBufferBytes()));
    }

    private static <T> T named(String field, String text, T[] values, Function<T, String> label) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown name: " + field + '=' + text));
    }

    /** Everything that differs and must not, in words; empty if both may be compared. */
    public List<String> differencesFrom(SavedResults other) {
        List<String> differences = new ArrayList<>();
        addDifference("command", command, other.command, differences);
        SortedMap<String, String> names = new TreeMap<>(environment);
        names.putAll(other.environment);
        for (String name : names.keySet()) {
            addDifference(
                    name,
                    environment.getOrDefault(name, "none"),
                    other.environment.getOrDefault(name, "none"),
                    differences);
        }
        return differences;
    }

    private static void addDifference(String name, String ours, String theirs, List<String> differences) {
        if (!ours.equals(theirs)) {
            differences.add(name + ": " + ours + " became " + theirs);
        }
    }
}
