package io.samehost.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ExamplesTest {

    @Test
    void anOpenFileTravelsToAnotherProcess() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "sh");
        Path socket = directory.resolve("s");
        Path file = Files.writeString(directory.resolve("secret"), "opened by another\n");
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try {
                FdPassing.send(socket, file);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        Awaitility.await().until(() -> Files.exists(socket));
        Process receiver = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FdPassing.class.getName(),
                        "receive",
                        socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(
                "opened by another\n", new String(receiver.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        sender.join();
        assertEquals(0, receiver.waitFor());
        Files.deleteIfExists(socket);
        Files.delete(file);
        Files.delete(directory);
    }

    @Test
    void theEndsOfASocketPairTalkToEachOther() throws Exception {
        assertEquals("HELLO", SocketPair.ask("hello"));
    }
}
