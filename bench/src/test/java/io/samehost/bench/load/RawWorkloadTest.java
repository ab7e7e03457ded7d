package io.samehost.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.bench.load.raw.RawPingPong;
import io.samehost.bench.load.raw.RawPipelined;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.SteppedWorkload;
import io.samehost.fixture.Background;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class RawWorkloadTest {
    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    private SocketChannel client;
    private SocketChannel server;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(address);
            client = SocketChannel.open(address);
            server = listening.accept();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void everyMessageOfAWindowIsCounted() throws IOException {
        echo(64 * 1024);
        SteppedWorkload workload = new RawPipelined(client, 64, 8);
        exchange(workload, 1);
        workload.drain(recording);
        assertEquals(8, recording.latency().getTotalCount());
    }

    @Test
    void repliesThatComeInPiecesAreCountedOnce() throws IOException {
        echo(7);
        SteppedWorkload workload = new RawPipelined(client, 64, 8);
        exchange(workload, 1);
        workload.drain(recording);
        assertEquals(8, recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 64 * 1024, 200 * 1024})
    void pingPongCountsEachMessage(int sizeBytes) throws IOException {
        echo(64 * 1024);
        exchange(new RawPingPong(client, sizeBytes), 20);
        assertEquals(20, recording.latency().getTotalCount());
        assertEquals(0, recording.errors());
    }

    @Test
    void aReplyThatWasNotSentIsAnErrorOfPingPong() throws IOException {
        server.write(ByteBuffer.wrap(new byte[] {99}));
        new RawPingPong(client, 1).exchange(recording, System.nanoTime());
        assertEquals(1, recording.errors());
        assertEquals(0, recording.latency().getTotalCount());
    }

    @Test
    void aReplyThatWasNotSentIsAnErrorOfPipelined() throws IOException {
        server.write(ByteBuffer.wrap(new byte[] {0, 99}));
        new RawPipelined(client, 1, 2).exchange(recording, System.nanoTime());
        assertEquals(1, recording.errors());
        assertEquals(1, recording.latency().getTotalCount());
    }

    @Test
    void aServerThatCloses() throws IOException {
        server.shutdownOutput();
        SteppedWorkload workload = new RawPingPong(client, 64);
        assertThrows(EOFException.class, () -> workload.exchange(recording, System.nanoTime()));
    }

    private void exchange(SteppedWorkload workload, int times) throws IOException {
        long nowNanos = System.nanoTime();
        for (int i = 0; i < times; i++) {
            nowNanos = workload.exchange(recording, nowNanos);
        }
    }

    /** Reads at most {@code bufferBytes} at once. */
    private void echo(int bufferBytes) {
        var unused = Background.run(() -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(bufferBytes);
            try {
                while (server.read(buffer.clear()) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        server.write(buffer);
                    }
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
    }
}
