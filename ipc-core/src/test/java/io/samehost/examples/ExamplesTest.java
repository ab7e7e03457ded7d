package io.samehost.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.fixture.Background;
import io.samehost.fixture.TemporaryDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ExamplesTest {

    @Test
    void anOpenFileTravelsToAnotherProcess() throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Path socket = directory.resolve("s");
            Path file = Files.writeString(directory.resolve("secret"), "opened by another\n");
            CompletableFuture<Void> sender = Background.run(() -> {
                FdPassing.send(socket, file);
            });
            Awaitility.await().until(() -> Files.exists(socket));
            Process receiver = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FdPassing.class.getName(),
                            "receive",
                            socket.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertEquals(
                    "opened by another\n",
                    new String(receiver.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            sender.join();
            assertEquals(0, receiver.waitFor());
        }
    }

    @Test
    void theEndsOfASocketPairTalkToEachOther() throws Exception {
        assertEquals("HELLO", SocketPair.ask("hello"));
    }
}
