package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.bench.process.Placement.Processors;
import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlacementTest {

    @Test
    void readsTheListsOfTheKernel() {
        assertEquals(List.of(0, 1, 2, 3, 8), Processors.parseList("\t0-3,8\n"));
    }

    @Test
    void withoutPinningNothingStandsBeforeTheCommand() {
        assertEquals(List.of(), Placement.NONE.clientPrefix(new Processors(List.of(4, 5))));
    }

    @Test
    void sameKeepsBothOnTheFirstProcessorAllowed() {
        Processors processors = new Processors(List.of(4, 5));
        assertEquals(List.of("taskset", "-c", "4"), Placement.SAME.serverPrefix(processors));
        assertEquals(List.of("taskset", "-c", "4"), Placement.SAME.clientPrefix(processors));
    }

    @Test
    void twoNeedsTwoProcessors() {
        assertThrows(IllegalArgumentException.class, () -> Placement.TWO.clientPrefix(new Processors(List.of(4))));
    }

    @Test
    void usuallyThereIsAProcessorForEachWhereThereAreTwoAndTheMeansToPin(@TempDir Path directory) throws IOException {
        Files.createFile(
                directory.resolve("taskset"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SearchPath path = new SearchPath(List.of(directory));
        assertEquals(Placement.TWO, Placement.usual(new Processors(List.of(4, 5)), path));
        assertEquals(Placement.NONE, Placement.usual(new Processors(List.of(4)), path));
        assertEquals(Placement.NONE, Placement.usual(new Processors(List.of(4, 5)), new SearchPath(List.of())));
    }

    @Test
    void pinningWithoutTasksetIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> Placement.SAME.check(new Processors(List.of(4)), new SearchPath(List.of())));
        assertEquals("no taskset in PATH: pin=same, use --pin none", refusal.getMessage());
    }
}
