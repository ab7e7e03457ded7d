package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Background;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command connects a second time to find something out: a server may do something for each connection. */
@Timeout(60)
final class ConnectOnceTest {
    private Workplace work;
    private Path data;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
        data = work.file("data", "data\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    /** Reads something from each connection and closes it without a word. */
    private static void acceptAll(ServerSocketChannel listening, AtomicInteger accepted) throws IOException {
        try {
            while (true) {
                try (SocketChannel channel = listening.accept()) {
                    accepted.incrementAndGet();
                    channel.read(ByteBuffer.allocate(1024));
                }
            }
        } catch (AsynchronousCloseException e) {
            return; // the test is over
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "chat", "call a/b", "get a", "ping -c 1", "list", "files", "doctor"})
    void aServerThatClosesWithoutAWordSeesOneConnection(String command) throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        Path socket = work.path("s");
        CompletableFuture<Void> accepting;
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            accepting = Background.run(() -> acceptAll(listening, accepted));
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.add(1, "unix:" + socket);
            work.run(Workplace.java(IpcClient.class, arguments.toArray(String[]::new)), data);
        }
        accepting.get();
        assertEquals(1, accepted.get());
    }

    @Test
    void aCommandThatIsStartedForEachConnectionIsStartedOnce() throws Exception {
        Path latest = work.path("latest");
        ServerProcess server = work.server("exec", "-l", "unix:./x", "--", "sh", "-c", "cat >" + latest);
        assertEquals(
                0,
                work.run(Workplace.java(IpcClient.class, "raw", server.address()), data)
                        .exitCode());
        assertEquals("data\n", Files.readString(latest));
    }
}
