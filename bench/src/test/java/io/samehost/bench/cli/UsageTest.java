package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A wrong command is refused before anything is measured, and the message says what is wrong. */
@Timeout(60)
final class UsageTest {
    @TempDir
    Path directory;

    private BenchCommand bench;

    @BeforeEach
    void makeTheCommand() {
        bench = new BenchCommand(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --socket-buffers=1k | socket buffers too small: size=1024, use at least 4k",
                "run --transports=udp --socket-buffers=64k | socket buffers are set for streams only: transports=udp",
                "run --transports=pigeon | unknown name: name=pigeon, use one of unix, unix-junixsocket, unix-abstract,"
                        + " tcp, tcp6, tcp-nagle, udp, unixgram",
                "run --sizes=2M | message too large: size=2M, use at most 1M",
                "run --save-baseline=../before | not a name: baseline=../before",
                "run --json=/missing/result.json | cannot write there: json=/missing/result.json",
            })
    void aWrongValueIsRefusedAndNamed(String command, String message) {
        assertEquals(2, bench.execute(command.split(" ")));
        assertTrue(bench.err().contains(message), bench::err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --seconds=Infinity",
                "run --warm-up=NaN",
                "run --rpc-warm-up=1e9",
                "peers --seconds=Infinity",
                "sharing --warm-up=Infinity",
                "footprint --seconds=-1",
            })
    void secondsThatAreNoTimeAreRefusedWithThoseThatAre(String command) {
        assertEquals(2, bench.execute(command.split(" ")));
        assertTrue(bench.err().contains("give 0 to 86400"), bench::err);
    }

    @Test
    void aConditionAboutNoRowIsRefused() {
        assertEquals(2, bench.execute("run", "--transports=tcp", "--fail-if=p50(unix) > 1ns"));
    }

    @Test
    void aReportDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        StringWriter err = new StringWriter();
        CommandLine commandLine = Bench.commandLine().setErr(new PrintWriter(err, true));
        assertEquals(2, commandLine.execute("run", "--report=" + file));
        assertTrue(err.toString().contains("report=" + file), err::toString);
    }

    @Test
    void helpStartsWithExamples() {
        assertEquals(0, bench.execute("-h"));
        assertTrue(bench.out().startsWith("Examples:"), bench::out);
    }
}
