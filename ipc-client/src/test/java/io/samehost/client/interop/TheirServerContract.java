package io.samehost.client.interop;

import static io.samehost.client.interop.PeerService.NAME;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ClientStream;
import io.samehost.client.ConnectionClosedException;
import io.samehost.fixture.Background;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.peer.Peer;
import io.samehost.fixture.peer.PeerServer;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and a server of another implementation, whichever it is. */
@Timeout(60)
abstract class TheirServerContract {
    private static final ClientConfig NO_DEADLINE = ClientConfig.DEFAULT.withCallTimeout(Duration.ZERO);

    /** Long enough to be sent and seen on a busy machine, short enough to be waited for. */
    private static final CallOptions SHORT = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));

    private final Peer peer;
    private final SocketFamily family;

    private TemporaryDirectory directory;

    private PeerServer server;
    private Client client;

    TheirServerContract(Peer peer, SocketFamily family) {
        this.peer = peer;
        this.family = family;
    }

    @BeforeEach
    void connect() throws Exception {
        directory = new TemporaryDirectory();
        server = peer.serve(family.address(directory.path()));
        client = Client.connect(Address.parse(server.address()), NO_DEADLINE);
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        directory.close();
    }

    final PeerServer server() {
        return server;
    }

    final Client client() {
        return client;
    }

    final String call(String method, String text) throws IOException, CallException {
        return call(method, text, CallOptions.DEFAULT);
    }

    final String call(String method, String text, CallOptions options) throws IOException, CallException {
        return BytesValue.decodeText(client.call(NAME, method, BytesValue.encode(text), options));
    }

    /** The status of a call that fails. */
    final Status failure(String method, String text, CallOptions options) {
        return assertThrows(CallException.class, () -> call(method, text, options))
                .status();
    }

    private static byte[] pattern(int length) {
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            value[i] = (byte) (i * 31);
        }
        return value;
    }

    private byte[] echo(byte[] value) throws IOException, CallException {
        return BytesValue.decode(client.call(NAME, "Echo", BytesValue.encode(value)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 << 10})
    void payloadComesBackWhole(int length) throws Exception {
        byte[] value = pattern(length);

        assertArrayEquals(value, echo(value));
    }

    @Test
    void requestThatFillsItsFrameComesBackWhole() throws Exception {
        byte[] value = pattern(BytesValue.longestBytes(NAME, "Echo"));

        assertArrayEquals(value, echo(value));
    }

    @Test
    void requestOneByteTooLongIsNotSent() throws Exception {
        String connection = call("Connection", "");
        byte[] value = pattern(BytesValue.longestBytes(NAME, "Echo") + 1);

        Status status = assertThrows(CallException.class, () -> echo(value)).status();

        assertEquals(StatusCode.RESOURCE_EXHAUSTED, status.code());
        assertTrue(status.message().contains("lengthBytes=4194305 limitBytes=4194304"), status::message);
        assertEquals(connection, call("Connection", ""));
    }

    @Test
    void answerTooLongForAFrameFailsItsCallAndNoOther() throws Exception {
        String connection = call("Connection", "");

        Status status = failure("Grow", String.valueOf(4 << 20), CallOptions.DEFAULT);

        assertEquals(StatusCode.RESOURCE_EXHAUSTED, status.code());
        assertTrue(status.message().contains("lengthBytes=41943"), status::message);
        assertEquals(connection, call("Connection", ""));
    }

    @Test
    void theirHandlerSeesEveryValueOfOurMetadata() throws Exception {
        CallOptions options = CallOptions.DEFAULT
                .withMetadata("trace", "one")
                .withMetadata("User", "Zoë")
                .withMetadata("trace", "two");

        assertEquals("trace=one,two user=Zoë", call("Metadata", "", options));
    }

    @Test
    void theirHandlerSeesOurDeadline() throws Exception {
        CallOptions minute = CallOptions.DEFAULT.withTimeout(Duration.ofMinutes(1));

        Duration left = Duration.ofNanos(Long.parseLong(call("Deadline", "", minute)));

        assertTrue(left.compareTo(Duration.ofMinutes(1)) <= 0, left::toString);
        assertTrue(left.compareTo(Duration.ofSeconds(30)) > 0, left::toString);
    }

    @Test
    void theirHandlerSeesNoDeadlineWhereWeHaveNone() throws Exception {
        assertEquals("none", call("Deadline", ""));
    }

    @Test
    void ourCallEndsAtItsDeadline() {
        assertEquals(StatusCode.DEADLINE_EXCEEDED, failure("Hold", "", SHORT).code());
    }

    @Test
    void answerAfterTheDeadlineIsDroppedAndTheConnectionGoesOn() throws Exception {
        String connection = call("Connection", "");
        failure("Hold", "late", SHORT);
        server.await("waiting");

        server.release();

        // Among these comes the late answer.
        for (int i = 0; i < 16; i++) {
            assertEquals("call " + i, call("Echo", "call " + i));
        }
        assertEquals(connection, call("Connection", ""));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void theirStatusArrivesAsItIs(StatusCode code) {
        Status status = failure("Fail", code.number() + " no such thing: ñ", CallOptions.DEFAULT);

        assertEquals(Status.of(code, "no such thing: ñ"), status);
    }

    @Test
    void callsAtTheSameTimeGetTheirOwnAnswers() throws Exception {
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        for (int i = 0; i < PeerService.MEETING_SIZE; i++) {
            answers.add(client.callAsync(NAME, "Meet", BytesValue.encode("call " + i)));
        }

        for (int i = 0; i < PeerService.MEETING_SIZE; i++) {
            assertEquals("call " + i, BytesValue.decodeText(answers.get(i).get()));
        }
    }

    /** They know no streams and take the request for a unary one, whatever its flags. */
    @Test
    void streamOnAUnaryMethodEndsWithItsAnswer() throws Exception {
        try (ClientStream stream = client.stream(NAME, "Echo", BytesValue.encode("first"))) {
            stream.send(BytesValue.encode("ignored"));

            assertEquals("first", BytesValue.decodeText(stream.receive().orElseThrow()));
            assertEquals(Optional.empty(), stream.receive());
            assertEquals("first", BytesValue.decodeText(stream.result()));
        }
    }

    @Test
    void streamThatTheyNeverAnswerEndsAtItsDeadline() throws Exception {
        try (ClientStream stream = client.serverStream(NAME, "Hold", BytesValue.encode(""), SHORT)) {
            CallException late = assertThrows(CallException.class, stream::receive);

            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
        }
    }

    @Test
    void killedServerEndsACallThatIsWaitedFor() {
        CompletableFuture<Void> killer = Background.run(() -> {
            try {
                server.await("waiting");
            } finally {
                server.kill();
            }
        });

        assertThrows(ConnectionClosedException.class, () -> call("Hold", ""));
        killer.join();
    }

    @Test
    void killedServerEndsAnAsynchronousCall() throws Exception {
        CompletableFuture<byte[]> answer = client.callAsync(NAME, "Hold", BytesValue.encode(""));
        server.await("waiting");

        server.kill();

        ExecutionException failure = assertThrows(ExecutionException.class, answer::get);
        assertInstanceOf(ConnectionClosedException.class, failure.getCause());
    }
}
