package io.samehost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.PeerCommands;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fifty programs in one chat, of which five do not read. */
@Timeout(120)
final class ChatCrowdTest {
    private static final int READERS = 44;
    private static final int SILENT = 5;

    /** Less than is queued for a member: who reads is never dropped, however slow the machine is. */
    private static final int LINES_AT_A_TIME = 50;

    /** More than the socket buffers of two ends hold. */
    private static final int MOST_LINES = 5000;

    private static final String FILLER = "x".repeat(4000);

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        Tools.require("nc");
        Tools.require("socat");
        Tools.require("ncat");
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        if (work != null) {
            work.close();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** A member that has read its greeting. */
    private Workplace.Started join(String tool, ServerProcess server) throws IOException {
        Workplace.Started member = work.start(PeerCommands.talk(tool, server), ProcessBuilder.Redirect.PIPE);
        soon().until(() -> Files.size(member.out()) > 0);
        return member;
    }

    private static void signal(String name, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertEquals(0, kill.waitFor());
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:./s, loop", "tcp:0, threads", "tcp:0, loop"})
    void whoDoesNotReadIsDroppedAndDelaysNobody(String address, String engine) throws Exception {
        ServerProcess server = work.server("chat", "-l", address, "--engine", engine);
        List<Workplace.Started> silent = new ArrayList<>();
        for (int i = 0; i < SILENT; i++) {
            Workplace.Started member = join("nc", server);
            signal("STOP", member.process());
            silent.add(member);
        }
        List<Path> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(join(List.of("nc", "socat", "ncat").get(i % 3), server).out());
        }
        Workplace.Started speaker = join("client", server);

        int said = 0;
        while (count(speaker.out(), " was dropped, ") < SILENT) {
            assertTrue(said < MOST_LINES, "nobody is dropped: lines=" + said);
            say(speaker.process().getOutputStream(), said, said + LINES_AT_A_TIME);
            said += LINES_AT_A_TIME;
            String last = ": " + (said - 1) + " " + FILLER + "\n";
            soon().until(() -> readers.stream().allMatch(reader -> endOf(reader).contains(last)));
        }
        for (Path reader : readers) {
            assertReadAll(reader, said);
        }
        for (Workplace.Started member : silent) {
            assertTrue(member.process().isAlive());
            signal("CONT", member.process());
            member.process().getOutputStream().close();
            work.finish(member); // which nc does once both sides have closed
        }
    }

    private static void say(OutputStream out, int from, int to) throws IOException {
        for (int number = from; number < to; number++) {
            out.write((number + " " + FILLER + "\n").getBytes(UTF_8));
        }
        out.flush();
    }

    private static long count(Path file, String text) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    private static void assertReadAll(Path reader, int said) throws IOException {
        try (Stream<String> lines = Files.lines(reader)) {
            assertEquals(
                    IntStream.range(0, said).boxed().toList(),
                    lines.filter(line -> line.endsWith(FILLER))
                            .map(line -> Integer.parseInt(line.split(" ", -1)[1]))
                            .toList());
        }
        soon().until(() -> count(reader, " was dropped, it does not read") == SILENT);
    }

    /** Notices of the room may stand behind the last line. */
    private static String endOf(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(in.length(), 8192)];
            in.seek(in.length() - end.length);
            in.readFully(end);
            return new String(end, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
