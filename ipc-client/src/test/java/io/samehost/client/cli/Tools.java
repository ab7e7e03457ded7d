package io.samehost.client.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs and a machine may lack; with {@code SAMEHOST_REQUIRE_PEERS=true} a lack is a failure. */
final class Tools {
    private static final boolean REQUIRED = Boolean.parseBoolean(System.getenv("SAMEHOST_REQUIRE_PEERS"));

    private Tools() {}

    static void require(String program) {
        requireThat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
                "there is no " + program);
    }

    static void requireThat(boolean holds, String otherwise) {
        if (!holds && REQUIRED) {
            fail(otherwise);
        }
        Assumptions.assumeTrue(holds, otherwise);
    }
}
