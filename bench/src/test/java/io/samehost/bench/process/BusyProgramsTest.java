package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.process.BusyPrograms.Program;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BusyProgramsTest {
    /** Above what a process can have as its number. */
    private static final long NONE = 1L << 40;

    @Test
    void theBusiestStandFirstAndThoseThatDoLittleAreLeftOut() {
        BusyPrograms before = new BusyPrograms(Map.of(NONE, 1_000L, NONE + 1, 500L));
        BusyPrograms after = new BusyPrograms(Map.of(NONE, 1_200L, NONE + 1, 1_400L, NONE + 2, 10L));
        List<Program> programs = after.since(before, 1_000);
        assertEquals(
                List.of(NONE + 1, NONE), programs.stream().map(Program::pid).toList());
        assertEquals(0.9, programs.get(0).share(), 1e-9);
        assertEquals("a program that has ended", programs.get(0).name());
    }

    @Test
    void noMoreThanThreeAreNamed() {
        BusyPrograms many =
                new BusyPrograms(IntStream.range(0, 9).boxed().collect(Collectors.toMap(i -> NONE + i, i -> 1_000L)));
        assertEquals(3, many.since(new BusyPrograms(Map.of()), 1_000).size());
    }
}
