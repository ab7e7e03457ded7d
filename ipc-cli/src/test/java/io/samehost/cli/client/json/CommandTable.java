package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.ManyCommands;
import io.samehost.cli.fixture.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Command lines of {@code ipc-client}, and what comes of them. In an expected text any other text may stand for a {@code …}. */
final class CommandTable {
    private record Row(String name, List<String> line, int exitCode, String out, String err) {}

    private final List<Row> rows = new ArrayList<>();

    void prints(String name, String out, String... line) {
        add(name, 0, out, "", line);
    }

    void fails(String name, int exitCode, String message, String... line) {
        add(name, exitCode, "", "ipc-client: " + message + "\n", line);
    }

    void add(String name, int exitCode, String out, String err, String... line) {
        rows.add(new Row(name, List.of(line), exitCode, out, err));
    }

    static String[] with(String[] line, String... more) {
        return Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new);
    }

    /** Runs all of them, and tells of every row that is not as expected. */
    void check(Workplace work) throws Exception {
        List<Workplace.Result> results =
                ManyCommands.in(work, rows.stream().map(Row::line).toList());
        assertAll(IntStream.range(0, rows.size()).mapToObj(i -> () -> check(rows.get(i), results.get(i))));
    }

    private static void check(Row expected, Workplace.Result result) {
        assertFits(expected.name(), expected.err(), result.err());
        assertFits(expected.name(), expected.out(), result.out());
        assertEquals(expected.exitCode(), result.exitCode(), expected.name());
        assertTrue(result.err().lines().count() <= 1, expected.name());
    }

    private static void assertFits(String name, String expected, String text) {
        String[] ends = expected.split("…", 2);
        boolean fits = ends.length == 1
                ? text.equals(expected)
                : text.length() >= expected.length() - 1 && text.startsWith(ends[0]) && text.endsWith(ends[1]);
        assertTrue(fits, () -> name + "\nexpected: " + expected + "\nbut was: " + text);
    }
}
