package io.samehost.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.samehost.bench.Verdict.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * As much of a {@link JsonReport} as a comparison needs.
 *
 * @param environment what must be the same in two results, by name
 * @param rows the good runs of each scenario, in the order of the report; none where all failed
 */
record SavedResults(
        String date,
        String commit,
        String command,
        SortedMap<String, String> environment,
        Map<Scenario, List<SavedRun>> rows) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What may differ: the code is what is compared, and how busy the machine was is judged for each run. */
    private static final List<String> MAY_DIFFER = List.of("commit", "before", "after", "settings");

    /** One run; speed as {@link Measurement#speed} has it. */
    record SavedRun(double p50Nanos, Sample sample) {}

    /** @throws IllegalArgumentException if the file is not a report of this version of the format */
    static SavedResults read(Path file) throws IOException {
        JsonNode json = MAPPER.readTree(file.toFile());
        if (json.path("format").asInt() != JsonReport.FORMAT) {
            throw new IllegalArgumentException(
                    "another format: file=" + file + " format=" + json.path("format") + " known=" + JsonReport.FORMAT);
        }
        try {
            return of(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a report: file=" + file + " cause=" + e.getMessage(), e);
        }
    }

    static SavedResults of(JsonNode json) {
        Map<Scenario, List<SavedRun>> rows = new LinkedHashMap<>();
        for (JsonNode row : json.path("rows")) {
            rows.put(scenario(row), new ArrayList<>());
        }
        for (JsonNode run : json.path("runs")) {
            List<SavedRun> runs = rows.computeIfAbsent(scenario(run), scenario -> new ArrayList<>());
            if (run.path("outcome").asText().equals("measured")) {
                runs.add(run(run));
            }
        }
        return new SavedResults(
                json.path("date").asText(),
                json.path("environment").path("commit").asText(),
                json.path("command").asText(),
                environment(json.path("environment")),
                rows);
    }

    private static SortedMap<String, String> environment(JsonNode json) {
        SortedMap<String, String> environment = new TreeMap<>();
        json.properties().forEach(field -> {
            if (!MAY_DIFFER.contains(field.getKey())) {
                environment.put(field.getKey(), text(field.getValue()));
            }
        });
        json.path("settings").properties().forEach(field -> environment.put(field.getKey(), text(field.getValue())));
        return environment;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static SavedRun run(JsonNode run) {
        Sample sample = new Sample(
                run.path("round").asInt(),
                run.path("speed").asDouble(),
                run.path("machine").path("disturbing").asBoolean(),
                run.path("rateMissed").asBoolean());
        return new SavedRun(run.path("p50Nanos").asDouble(), sample);
    }

    private static Scenario scenario(JsonNode json) {
        return new Scenario(
                named(json, "transport", Transport.values(), Transport::label),
                named(json, "engine", Engine.values(), Engine::optionName),
                named(json, "layer", Layer.values(), SavedResults::jsonName),
                named(json, "wait", Wait.values(), Wait::label),
                named(json, "pattern", Pattern.values(), Pattern::label),
                new ByteSize(json.path("sizeBytes").asInt()),
                json.path("inFlight").asInt(),
                new Pace(
                        json.path("ratePerSecond").asInt(),
                        json.path("p99BoundNanos").asLong()),
                new SocketBuffers(json.path("askedBufferBytes").asInt()));
    }

    private static String jsonName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> T named(JsonNode json, String field, T[] values, Function<T, String> label) {
        String text = json.path(field).asText();
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown name: " + field + '=' + text));
    }

    /** In words, what must be the same in two results and is not; empty if they may be compared. */
    List<String> differencesFrom(SavedResults other) {
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
