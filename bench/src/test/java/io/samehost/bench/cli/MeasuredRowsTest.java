package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench run} with real processes: every row that can be asked for is measured, once and for a moment. */
@Timeout(120)
final class MeasuredRowsTest {
    private static final boolean GCC = SearchPath.ofThisProcess().find("gcc").isPresent();

    @TempDir
    Path directory;

    private BenchCommand bench;

    @BeforeEach
    void makeTheCommand() {
        bench = new BenchCommand(directory);
    }

    @Test
    void bothLayersAndBothEnginesAreMeasuredBesideTheFloorAndNoProcessIsLeft() throws IOException {
        assertEquals(
                0,
                once(
                        "--transports=unix,tcp",
                        "--patterns=pipelined",
                        "--layers=raw,rpc",
                        "--engines=threads,loop",
                        "--sizes=64",
                        "--in-flight=64",
                        "--warm-up=0.05",
                        "--seconds=0.1"),
                bench::err);
        List<JsonNode> java = bench.rows().stream().filter(row -> !isFloor(row)).toList();
        assertEquals(8, java.size());
        assertGood(java);
        assertAll(java.stream().map(row -> () -> {
            assertEquals(1, row.path("runs").asInt(), row::toString);
            assertEquals(GCC, row.path("ratioToFloor").asDouble() > 0, row::toString);
        }));
        assertEquals(0, ProcessHandle.current().children().count());
    }

    @Test
    void everyTransportIsMeasuredOrSaysThatItIsUnavailable() throws IOException {
        int status = once(
                "--transports=unix-junixsocket,tcp6",
                "--patterns=ping-pong",
                "--layers=rpc",
                "--engines=threads",
                "--sizes=64",
                "--warm-up=0",
                "--seconds=0.05",
                "--no-floor");
        assertTrue(status == 0 || status == 3, bench::err);
        assertRuns(2, run -> run.path("messages").asLong() > 0);
    }

    @Test
    void everyPatternOfStreamsIsMeasured() throws IOException {
        assertEquals(
                0,
                once(
                        "--transports=tcp",
                        "--patterns=stream,connect,rate,max-rate,many",
                        "--layers=raw,rpc",
                        "--engines=loop",
                        "--sizes=64",
                        "--connections=10",
                        "--rates=1000",
                        "--warm-up=0.02",
                        "--seconds=0.05",
                        "--no-floor"),
                bench::err);
        assertEquals(10, bench.rows().size());
        assertGood(bench.rows());
    }

    @Test
    void theServerStreamsToTheClientAndTheFloorDoesTheSame() throws IOException {
        assertEquals(
                0,
                once(
                        "--transports=unix,tcp",
                        "--patterns=server-stream",
                        "--layers=rpc",
                        "--engines=threads,loop",
                        "--sizes=1,1M",
                        "--warm-up=0.02",
                        "--seconds=0.05"),
                bench::err);
        List<JsonNode> measured =
                bench.rows().stream().filter(row -> GCC || !isFloor(row)).toList();
        assertEquals(GCC ? 14 : 8, measured.size());
        assertGood(measured);
        assertAll(measured.stream()
                .filter(row -> GCC && !isFloor(row))
                .map(row -> () -> assertTrue(row.path("ratioToFloor").asDouble() > 0, row::toString)));
    }

    @Test
    void callsOfEveryKindAreMeasured() throws IOException {
        assertEquals(
                0,
                once(
                        "--transports=unix",
                        "--patterns=ping-pong",
                        "--layers=rpc,rpc-default,rpc-typed,rpc-intercepted,rpc-without-jfr",
                        "--engines=threads",
                        "--sizes=64",
                        "--warm-up=0.02",
                        "--seconds=0.05",
                        "--no-floor"),
                bench::err);
        assertEquals(5, bench.rows().size());
        assertGood(bench.rows());
    }

    /** Eight bytes are as many as the count that ends a stream. */
    @Test
    void callsAndStreamsOfLentPayloadsAreMeasured() throws IOException {
        assertEquals(
                0,
                once(
                        "--transports=unix",
                        "--patterns=pipelined,stream,server-stream",
                        "--layers=rpc-buffers",
                        "--engines=loop",
                        "--sizes=8,64k",
                        "--in-flight=4",
                        "--warm-up=0.02",
                        "--seconds=0.05",
                        "--no-floor"),
                bench::err);
        assertEquals(6, bench.rows().size());
        assertGood(bench.rows());
    }

    @Test
    void socketBuffersAreSetAsAskedForInEveryLayer() throws IOException {
        int status = once(
                "--transports=unix,unix-junixsocket,tcp",
                "--patterns=ping-pong",
                "--layers=raw,rpc",
                "--engines=loop",
                "--sizes=64",
                "--socket-buffers=16k",
                "--warm-up=0",
                "--seconds=0.02");
        assertTrue(status == 0 || status == 3, bench::err);
        List<JsonNode> set = bench.rows().stream()
                .filter(row -> row.path("askedBufferBytes").asInt() == 16 * 1024)
                .filter(row -> row.path("runs").asInt() > 0)
                .toList();
        assertAll(set.stream().map(row -> () -> {
            assertEquals(0, row.path("errors").asLong(), row::toString);
            assertEquals(16 * 1024, row.path("sendBufferBytes").asInt(16 * 1024), row::toString);
            assertEquals(16 * 1024, row.path("receiveBufferBytes").asInt(16 * 1024), row::toString);
        }));
        assertTrue(set.stream().anyMatch(row -> row.has("sendBufferBytes")), set::toString);
        assertTrue(set.stream().anyMatch(row -> row.path("layer").asText().equals("rpc")), set::toString);
    }

    @Test
    void datagramsAreMeasuredAndThoseThatAreLostAreCounted() throws IOException {
        once("--transports=udp,unixgram", "--patterns=ping-pong,flood", "--sizes=64", "--warm-up=0", "--seconds=0.05");
        assertEquals(8, bench.rows().size());
        assertRuns(8, run -> run.path("messages").asLong() > 0 && run.has("lost"));
    }

    @Test
    void theFloorHasPipesAndSpinsWhereAsked() throws IOException {
        assumeTrue(GCC, "needs gcc");
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two processors");
        assertEquals(
                0,
                once(
                        "--transports=tcp",
                        "--patterns=ping-pong,pipelined,stream,connect",
                        "--layers=raw",
                        "--engines=threads",
                        "--sizes=1k,1M",
                        "--in-flight=8",
                        "--spin",
                        "--warm-up=0",
                        "--seconds=0.02"),
                bench::err);
        List<JsonNode> floor =
                bench.rows().stream().filter(MeasuredRowsTest::isFloor).toList();
        List<JsonNode> spinning = bench.rows().stream()
                .filter(row -> row.path("layer").asText().equals("raw")
                        && row.path("wait").asText().equals("spinning"))
                .toList();
        assertEquals(34, floor.size());
        assertEquals(2, spinning.size());
        assertGood(floor);
        assertGood(spinning);
    }

    private int once(String... options) {
        return bench.execute(Stream.concat(Stream.of("run", "--runs=1"), Arrays.stream(options))
                .toArray(String[]::new));
    }

    private static boolean isFloor(JsonNode row) {
        return row.path("layer").asText().equals("floor");
    }

    private static void assertGood(List<JsonNode> rows) {
        assertAll(rows.stream().map(row -> () -> {
            assertTrue(row.path("messages").asLong() > 0, row::toString);
            assertEquals(0, row.path("errors").asLong(), row::toString);
        }));
    }

    private void assertRuns(int number, Predicate<JsonNode> isMeasured) throws IOException {
        assertEquals(number, bench.report().path("runs").size());
        for (JsonNode run : bench.report().path("runs")) {
            assertTrue(isMeasured.test(run) || run.path("outcome").asText().equals("unavailable"), run::toString);
        }
    }
}
