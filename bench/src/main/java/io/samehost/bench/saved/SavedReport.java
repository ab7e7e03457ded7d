package io.samehost.bench.saved;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code report.json}: everything that reports and comparisons are made from, now or years later. */
public record SavedReport(ReportJson json, List<SavedRow> rows, List<SavedAnswer> answers) {

    /** The question that every report answers. */
    public static final String QUESTION = "AF_UNIX or TCP loopback, on this machine?";

    /** Fields may be added to the format without a new number. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SavedReport(ReportJson json) {
        this(
                json,
                json.rows().stream().map(row -> SavedRow.of(row, json.runs())).toList(),
                json.answers().stream().map(SavedAnswer::new).toList());
    }

    /**
     * Reads a report, or the file that {@code --json} wrote.
     *
     * @throws IllegalArgumentException if the file is no report, or one in another format
     */
    public static SavedReport read(Path file) throws IOException {
        ReportJson json;
        try {
            json = MAPPER.readValue(file.toFile(), ReportJson.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not a report of this benchmark: file=" + file + " cause=" + e.getOriginalMessage()
                            + ", give the report.json of a run",
                    e);
        }
        if (json.format() != ReportJson.FORMAT) {
            throw new IllegalArgumentException("not a report of this benchmark: file=" + file + " format="
                    + json.format() + " known=" + ReportJson.FORMAT + ", give the report.json of a run");
        }
        return new SavedReport(json);
    }

    /** The report that a tree of JSON says. */
    public static SavedReport of(JsonNode json) {
        try {
            return new SavedReport(MAPPER.treeToValue(json, ReportJson.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a report: cause=" + e.getOriginalMessage(), e);
        }
    }

    public String date() {
        return json.date();
    }

    public String command() {
        return json.command();
    }

    public ReportJson.Environment environment() {
        return json.environment();
    }

    public List<String> warnings() {
        return json.warnings();
    }

    /** Why a comparison has no verdict, or one that is less sure; each reason once. */
    public List<String> doubts() {
        return json.doubts();
    }

    /** The comparisons of AF_UNIX with TCP in a program, and not in the floor: the first is the main one. */
    public List<SavedAnswer> answersToTheQuestion() {
        return answers.stream().filter(answer -> answer.direct().isPresent()).toList();
    }

    /** The same of the main pair of transports only, for every load. */
    public List<SavedAnswer> mainAnswers() {
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

    /** The problems of single rows, each once with the rows that have it. */
    public List<String> problems() {
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
    public List<String> patterns() {
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
