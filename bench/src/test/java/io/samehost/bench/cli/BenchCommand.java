package io.samehost.bench.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/** A fixture: the command in this process, with its report in a directory of the test. */
final class BenchCommand {
    /** As little as can be measured: raw ping-pong over TCP, once. */
    private static final List<String> RAW_TCP = List.of(
            "--transports=tcp",
            "--patterns=ping-pong",
            "--layers=raw",
            "--engines=threads",
            "--sizes=64",
            "--warm-up=0",
            "--no-floor");

    private final Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    BenchCommand(Path directory) {
        this.directory = directory;
    }

    /** Those of {@code bench run} for one row, and {@code more}. */
    static List<String> oneRow(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(RAW_TCP);
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    /** Returns the exit status. */
    int execute(String... arguments) {
        return execute(List.of(arguments));
    }

    int execute(List<String> arguments) {
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.concat(arguments.stream(), Stream.of("--report=" + directory))
                .toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** The report that it left. */
    JsonNode report() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    }

    List<JsonNode> rows() throws IOException {
        return StreamSupport.stream(report().path("rows").spliterator(), false).toList();
    }
}
