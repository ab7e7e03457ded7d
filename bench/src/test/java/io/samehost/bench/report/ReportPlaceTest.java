package io.samehost.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportPlaceTest {
    private static final Instant DATE = Instant.parse("2026-11-29T21:04:05Z");

    @TempDir
    Path root;

    @Test
    void everyRunGetsADirectoryOfItsOwn() throws IOException {
        assertEquals(root.resolve("2026-11-29T210405Z"), place().directory(DATE));
        assertEquals(root.resolve("2026-11-29T210405Z-2"), place().directory(DATE));
        assertEquals(root.resolve("2026-11-29T210406Z"), place().directory(DATE.plusSeconds(1)));
    }

    @Test
    void theLinkPointsToTheLatest() throws IOException {
        place().link(place().directory(DATE));
        Path second = place().directory(DATE.plusSeconds(1));
        place().link(second);
        assertEquals(second.toRealPath(), root.resolve("latest").toRealPath());
        try (var files = Files.list(root)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void whatIsNoLinkStays() throws IOException {
        Path own = Files.createDirectory(root.resolve("latest"));
        place().link(place().directory(DATE));
        assertFalse(Files.isSymbolicLink(own));
    }

    @Test
    void aNamedDirectoryGetsTheFilesItselfAndNoLink() throws IOException {
        Path before = root.resolve("before");
        ReportPlace place = ReportPlace.of(Optional.of(before), "", "report.json");
        place.prepare();
        assertEquals(before, place.directory(DATE));
        place.link(before);
        try (var files = Files.list(before)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aNamedDirectoryWithAReportIsRefused() throws IOException {
        Files.createFile(root.resolve("report.json"));
        ReportPlace place = ReportPlace.of(Optional.of(root), "", "report.json");
        String message =
                assertThrows(IllegalArgumentException.class, place::prepare).getMessage();
        assertTrue(message.startsWith("there is a report already: report=" + root + ","), message);
    }

    private ReportPlace place() {
        return new ReportPlace(root, false, "report.json");
    }
}
