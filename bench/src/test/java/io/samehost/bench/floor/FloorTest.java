package io.samehost.bench.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.bench.process.Placement;
import io.samehost.bench.process.Placement.Processors;
import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.run.Programs;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FloorTest {
    @TempDir
    Path directory;

    @Test
    void withoutACompilerItSaysSo() throws Exception {
        assertEquals(new Floor.Absent("no gcc in PATH"), Floor.compile(directory, only(directory)));
    }

    @Test
    void aCompilerThatFailsIsQuoted() throws Exception {
        Path gcc = directory.resolve("gcc");
        Files.writeString(gcc, "#!/bin/sh\necho no space left; exit 1\n");
        Files.setPosixFilePermissions(gcc, PosixFilePermissions.fromString("rwx------"));
        assertEquals(new Floor.Absent("gcc fails: no space left"), Floor.compile(directory, only(directory)));
    }

    @Test
    void anAbsentFloorMakesItsScenariosUnavailable() {
        Programs programs =
                new Programs(new Floor.Absent("no gcc in PATH"), Placement.NONE, new Processors(List.of(0)), directory);
        Scenario floor =
                new Scenario(MeasuredTransport.TCP, ServerKind.C, Layer.FLOOR, Pattern.PING_PONG, new ByteSize(64), 1);
        UnavailableException unavailable = assertThrows(UnavailableException.class, () -> programs.client(floor));
        assertEquals("no gcc in PATH", unavailable.getMessage());
    }

    @Test
    void itsSourceCompilesWithoutWarnings() throws Exception {
        Optional<Path> gcc = SearchPath.ofThisProcess().find("gcc");
        assumeTrue(gcc.isPresent(), "needs gcc");
        Path strict = directory.resolve("bin");
        Files.createDirectory(strict);
        Path wrapper = strict.resolve("gcc");
        Files.writeString(wrapper, "#!/bin/sh\nexec " + gcc.get() + " -Wall -Wextra -Werror \"$@\"\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        Floor floor = Floor.compile(directory, only(strict));
        Floor.Compiled compiled = assertInstanceOf(Floor.Compiled.class, floor, floor::toString);
        assertTrue(Files.isExecutable(compiled.program()));
    }

    private static SearchPath only(Path place) {
        return new SearchPath(List.of(place));
    }
}
