package io.samehost.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures that are quoted stand in bench/RESULTS.md, with their machine, date and command. */
final class QuotedFiguresTest {
    private static final Path PROJECT = Path.of("..");

    private static final Pattern RATIO = Pattern.compile(".* \\d+\\.\\d\\dx \\[[0-9.-]+] as fast as .*");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/benchmark.md"})
    void everyRatioOfARunIsALineOfTheResults(String file) throws IOException {
        List<String> results = Files.readAllLines(PROJECT.resolve("bench/RESULTS.md"));
        List<String> quoted = Files.readAllLines(PROJECT.resolve(file)).stream()
                .filter(line -> RATIO.matcher(line).matches() && !line.contains("`"))
                .toList();
        assertFalse(quoted.isEmpty());
        assertEquals(
                List.of(),
                quoted.stream().filter(line -> !results.contains(line)).toList());
    }
}
