package io.samehost.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What {@code report.json} says: all that the reports for people are made from, now or years later. */
public record SavedReport(
        String date,
        String command,
        JsonNode environment,
        List<String> warnings,
        List<SavedRow> rows,
        List<SavedAnswer> answers) {

    /** The question that every report answers. */
    static final String QUESTION = "AF_UNIX or TCP loopback, on this machine?";

    private static final int FORMAT = 1;

    /**
     * Reads what {@code --json} wrote.
     *
     * @throws IOException if the file cannot be read or is no report of a benchmark
     */
    public static SavedReport read(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        if (json.path("format").asInt() != FORMAT || !json.path("rows").isArray()) {
            throw new IOException("not a report of this benchmark: file=" + file + "; give the report.json of a run");
        }
        return of(json);
    }

    public static SavedReport of(JsonNode json) {
        List<SavedRow> rows = new ArrayList<>();
        json.path("rows").forEach(row -> rows.add(SavedRow.of(row, json.path("runs"))));
        List<SavedAnswer> answers = new ArrayList<>();
        json.path("answers").forEach(answer -> answers.add(SavedAnswer.of(answer)));
        return new SavedReport(
                json.path("date").asText(),
                json.path("command").asText(),
                json.path("environment"),
                texts(json.path("warnings")),
                rows,
                answers);
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The comparisons of AF_UNIX with TCP in a program, and not in the floor: the first is the main one. */
    List<SavedAnswer> answersToTheQuestion() {
        return answers.stream().filter(answer -> answer.direct().isPresent()).toList();
    }

    /** The same of the main pair of transports only, for every load. */
    List<SavedAnswer> mainAnswers() {
        List<SavedAnswer> all = answersToTheQuestion();
        return all.stream()
                .filter(answer -> answer.left().equals(all.get(0).left())
                        && answer.right().equals(all.get(0).right()))
                .toList();
    }

    /** The answer for those who read one sentence. */
    public String answer() {
        return answersToTheQuestion().stream()
                .findFirst()
                .flatMap(SavedAnswer::direct)
                .orElse("No answer: they were not measured with the same load.");
    }

    /** What went wrong with single rows, each problem once with the rows that have it. */
    List<String> problems() {
        Map<String, List<SavedRow>> rowsByProblem = new LinkedHashMap<>();
        for (SavedRow row : rows) {
            for (String problem : row.problems()) {
                rowsByProblem
                        .computeIfAbsent(problem, text -> new ArrayList<>())
                        .add(row);
            }
        }
        return rowsByProblem.entrySet().stream()
                .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static String named(List<SavedRow> rows) {
        return rows.size() == 1 ? rows.get(0).toString() : rows.size() + " rows";
    }

    /** In the order of the rows. */
    List<String> patterns() {
        return rows.stream().map(SavedRow::pattern).distinct().toList();
    }

    /** The row that one side of a comparison is about; empty where it was not measured. */
    Optional<SavedRow> row(String load, String implementation, String transport) {
        return rows.stream()
                .filter(row -> row.load().equals(load))
                .filter(row -> row.implementation().equals(implementation))
                .filter(row -> row.transport().equals(transport))
                .findFirst();
    }
}
