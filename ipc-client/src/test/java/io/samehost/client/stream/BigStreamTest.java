package io.samehost.client.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream far larger than either heap, to a client that reads slowly, in two processes with 64 MiB each. */
class BigStreamTest {
    private static final int MESSAGE_BYTES = 64 * 1024;
    private static final int MESSAGES = (1 << 30) / MESSAGE_BYTES;

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    @Timeout(180)
    void aGibibyteToASlowReaderFitsSmallHeapsWhileUnaryCallsGoOn(EngineKind engine) throws Exception {
        TemporaryDirectory directory = new TemporaryDirectory();
        String address = "unix:" + directory.resolve("s");
        Process server = start(SmallServer.class, address, engine.name());
        try {
            assertEquals("ready", firstLine(server));
            Process client = start(SlowReader.class, address);
            String report = firstLine(client);
            assertEquals(0, client.waitFor(), report);
            assertTrue(report.startsWith("received " + (1 << 30) + " bytes"), report);
        } finally {
            server.destroy();
            assertTrue(server.waitFor(10, TimeUnit.SECONDS));
            directory.close();
        }
    }

    private static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(lines.readLine());
    }

    /** Sends the stream as fast as it is allowed to. */
    static final class SmallServer {
        private SmallServer() {}

        public static void main(String[] arguments) throws Exception {
            Server server = Server.builder()
                    .listen(arguments[0])
                    .engine(EngineKind.valueOf(arguments[1]))
                    .handleServerStream("big", "stream", (request, answers) -> {
                        byte[] message = new byte[MESSAGE_BYTES];
                        for (int i = 0; i < MESSAGES; i++) {
                            answers.send(message);
                        }
                    })
                    .start();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // lives until its parent closes the pipe or ends it
            }
            server.close();
        }
    }

    /** Pauses a millisecond for each mebibyte, and calls a unary method each time. */
    static final class SlowReader {
        private SlowReader() {}

        public static void main(String[] arguments) throws Exception {
            long received = 0;
            long slowestNanos = 0;
            try (Client client = Client.connect(arguments[0]);
                    ClientStream stream = client.serverStream("big", "stream", new byte[0])) {
                for (byte[] message : stream) {
                    received += message.length;
                    if (received % (1 << 20) == 0) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                        long before = System.nanoTime();
                        client.call("samehost.Echo", "Echo", new byte[64]);
                        slowestNanos = Math.max(slowestNanos, System.nanoTime() - before);
                    }
                }
            }
            System.out.println("received " + received + " bytes, slowest unary call beside it: "
                    + TimeUnit.NANOSECONDS.toMicros(slowestNanos) + " us");
        }
    }
}
