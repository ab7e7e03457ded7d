package io.samehost.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stderr that nobody reads holds up nobody. */
@Timeout(120)
final class LastingStderrTest {
    /** Takes nothing until it is told to. */
    private static final class Stopped extends OutputStream {
        private final CountDownLatch mayTake = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                mayTake.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (taken) {
                taken.write(bytes, offset, length);
            }
        }

        private String text() {
            synchronized (taken) {
                return taken.toString(UTF_8);
            }
        }
    }

    @Test
    void linesForWhichThereIsNoRoomAreCounted() {
        Stopped reader = new Stopped();
        LastingStderr stderr = new LastingStderr(reader);
        stderr.start();
        byte[] line = new byte[1024];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = '\n';
        for (int i = 0; i < 300; i++) {
            stderr.write(line, 0, line.length);
        }
        stderr.drain(); // does not wait for ever
        reader.mayTake.countDown();
        String last = "ipc-server: lines of the log were lost, since nobody read them: count=236\n";
        Awaitility.await().until(() -> reader.text().endsWith(last));
        assertEquals(64 * 1024 + last.length(), reader.text().length());
    }

    @Test
    void allIsWrittenInOrderAndRoomIsUsedAgain() {
        Stopped reader = new Stopped();
        reader.mayTake.countDown();
        LastingStderr stderr = new LastingStderr(reader);
        stderr.start();
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            byte[] line = ("line " + i + "\n").getBytes(UTF_8);
            stderr.write(line, 0, line.length);
            said.append("line ").append(i).append('\n');
            if (i % 1000 == 0) {
                stderr.drain();
            }
        }
        stderr.drain();
        assertEquals(said.toString(), reader.text());
    }

    /** The pipe is never read. The child's complaints fill it. */
    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop"})
    void aServerWhoseStderrIsNotReadServesAndEnds(String engine) throws Exception {
        try (Workplace work = new Workplace()) {
            List<String> command = List.of("bash", "-c", "mkfifo err; exec 9<>err; exec \"$@\" 2>err", "bash");
            List<String> all = new ArrayList<>(command);
            all.addAll(Workplace.java(
                    IpcServer.class,
                    "rpc",
                    "-l",
                    "unix:./s",
                    "-l",
                    "tcp:127.0.0.1:0",
                    "--engine",
                    engine,
                    "--method",
                    "demo.Loud/Cry="
                            + work.file(
                                    "cry", "#!/bin/sh\nhead -c 1000000 /dev/zero >&2\necho done\n".getBytes(UTF_8))));
            assertTrue(work.path("cry").toFile().setExecutable(true));
            ServerProcess server = work.server(all, Map.of());
            String tcp = server.nextLine().split(" ", -1)[1];
            assertEquals(
                    "done\n", work.client("call", "unix:./s", "demo.Loud/Cry").out());
            Process held = work.talk(Workplace.java(IpcClient.class, "ping", "unix:./s", "-i", "10ms"));
            assertTrue(held.inputReader().readLine().startsWith("PING"));
            assertEquals(
                    "hi",
                    work.client("call", tcp, "samehost.Echo/Echo", "-d", "hi").out());
            server.kill("TERM");
            assertEquals(143, server.exitCode());
            held.destroy();
        }
    }
}
