package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Both commands from end to end, with real processes. */
@Timeout(120)
final class FootprintCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private JsonNode figures(Path file) throws IOException {
        JsonNode figures = new ObjectMapper().readTree(file.toFile()).path("figures");
        figures.forEach(
                figure -> assertTrue(out.toString().contains(figure.path("name").asText()), out::toString));
        return figures;
    }

    /** Launchers without the build that the real ones look after. */
    private Path launchers() throws IOException {
        launcher("ipc-server", "io.samehost.cli.server.IpcServer");
        launcher("ipc-client", "io.samehost.cli.client.IpcClient");
        return directory;
    }

    private void launcher(String name, String main) throws IOException {
        Path file = Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(
                file,
                List.of(
                        "#!/bin/sh",
                        "exec \"$JAVA_HOME/bin/java\" -cp '" + System.getProperty("java.class.path") + "' " + main
                                + " \"$@\""));
    }

    /** The figures of the shortest run with so many idle connections. */
    private JsonNode measured(int connections) throws IOException {
        Path file = directory.resolve("footprint.json");
        int status = execute(
                "footprint",
                "--starts=1",
                "--connections=" + connections,
                "--rounds=1",
                "--seconds=0.05",
                "--warm-up=0.15",
                "--scripts=" + launchers(),
                "--report=" + directory.resolve("report"),
                "--json=" + file);
        assertEquals(0, status, err::toString);
        return figures(file);
    }

    @Test
    void aTinyFootprintHasEveryFigureAndLeavesNoProcess() throws IOException {
        JsonNode figures = measured(100);
        Set<String> names = new HashSet<>();
        figures.forEach(figure -> names.add(figure.path("name").asText()));
        assertEquals(22, figures.size());
        assertEquals(22, names.size(), names::toString);
        String said = out.toString()
                .replace(" \\\n", "")
                .replaceAll("\\s+", " "); // lines end where the names of JDK and processor let them
        assertTrue(said.contains("repeat: scripts/bench footprint --starts 1"), said);
        assertTrue(said.contains(" --seconds 0.05 --warm-up 0.15 --pin "), said);
        assertTrue(said.contains(", pin="), said);
        assertEquals(0, ProcessHandle.current().children().count());
    }

    /** As many bytes as one takes of the default number: the server's own memory is neither added nor taken away. */
    @Test
    void anIdleConnectionOfAThousandTakesWhatOneOfTenThousandDoes() throws IOException {
        int compared = 0;
        for (JsonNode figure : measured(1000)) {
            String name = figure.path("name").asText();
            if (name.startsWith("an idle connection")) {
                double bytes = figure.path("value").asDouble();
                assertTrue(bytes > 1000 && bytes < 10_000, () -> name + " bytes=" + bytes);
                compared++;
            }
        }
        assertEquals(2, compared);
    }

    @Test
    void aTinySharingHasEveryFigureOfEachTransportAndEngine() throws IOException {
        Path file = directory.resolve("sharing.json");
        int status = execute(
                "sharing",
                "--transports=unix,tcp",
                "--engines=loop",
                "--rounds=1",
                "--seconds=0.05",
                "--warm-up=0.15",
                "--pin=none",
                "--report=" + directory.resolve("report"),
                "--json=" + file);
        assertEquals(0, status, err::toString);
        assertTrue(out.toString().contains(" --pin none\n"), out::toString);
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 100));
        assertTrue(Files.exists(directory.resolve("report").resolve("index.html")));
        assertEquals(16, figures(file).size());
        assertEquals(0, ProcessHandle.current().children().count());
    }

    @Test
    void measuringNothingIsAUsageError() {
        assertEquals(2, execute("footprint", "--rounds=0"));
        assertEquals(2, execute("footprint", "--connections=99"));
        assertEquals(2, execute("sharing", "--seconds=0"));
        assertEquals(2, execute("sharing", "--transports=tcp-nagle"));
        assertEquals(2, execute("footprint", "--pin=somewhere"));
        assertEquals(2, execute("sharing", "--warm-up=-1"));
        assertEquals(6, err.toString().lines().count(), err::toString);
    }

    @Test
    void aRunThatFailsIsOneLineAndNoStackTrace() {
        assertEquals(1, execute("footprint", "--scripts=" + directory.resolve("missing")));
        assertTrue(err.toString().lines().anyMatch(line -> line.startsWith("bench: ")), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }
}
