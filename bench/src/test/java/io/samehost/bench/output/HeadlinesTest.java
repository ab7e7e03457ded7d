package io.samehost.bench.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.scenario.Pattern;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadlinesTest {

    @Test
    void theThreeLoadsAreToldInWordsOfRealLife() {
        List<String> words = words(Sample.withVerdicts());
        assertEquals(3, words.size());
        assertTrue(
                words.get(0).startsWith("A command asks its daemon, and waits for the answer: AF_UNIX "),
                words::toString);
        assertTrue(words.get(1).contains(" without waiting for each answer: "), words::toString);
    }

    @Test
    void whatWasNotMeasuredIsSaidWithTheCommandThatMeasuresIt() {
        ObjectNode json = Sample.withVerdicts();
        json.putArray("answers");
        assertEquals(
                "A command asks its daemon, and waits for the answer: not measured in this run; scripts/bench measures it",
                words(json).get(0));
    }

    @Test
    void everyPatternIsLikeSomethingInRealLife() {
        assertEquals(
                List.of(),
                Arrays.stream(Pattern.values())
                        .filter(pattern -> Likeness.of(pattern.label(), 64).isEmpty())
                        .toList());
        assertEquals("", Likeness.of("of another version", 64));
    }

    private static List<String> words(ObjectNode json) {
        return new Headlines(SavedReport.of(json))
                .lines().stream().map(Headlines.Line::words).toList();
    }
}
