package io.samehost.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.server.handler.StatusException;
import io.samehost.server.listener.EndedCall;
import io.samehost.server.listener.EndedConnection;
import io.samehost.server.listener.ServerListener;
import io.samehost.server.raw.EchoService;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server tells its listeners. */
final class ListenerTest extends ServerFixture {
    private final Seen seen = new Seen();

    @ParameterizedTest
    @ValueSource(strings = {"echo", "work"})
    void aCallIsToldWithItsStatusItsBytesAndWhoCalled(String method) throws Exception {
        RawPeer peer = connect(start(builder().listener(seen)));
        peer.call(1, method, "12345");
        EndedCall call = seen.call();
        assertEquals("test.Service/" + method, call.method());
        assertTrue(call.known());
        assertFalse(call.stream());
        assertTrue(call.status().isOk());
        assertEquals(5, call.receivedBytes());
        assertEquals(5, call.sentBytes());
        assertTrue(call.duration().compareTo(Duration.ZERO) > 0);
        assertEquals(
                System.getProperty("user.name"),
                call.request().peer().orElseThrow().user());
    }

    @Test
    void theStatusIsThatWhichTheClientGets() throws Exception {
        RawPeer peer = connect(start(builder()
                .handle(SERVICE, "fails", request -> {
                    throw new StatusException(StatusCode.NOT_FOUND, "no such thing");
                })
                .listener(seen)));
        peer.send(Bytes.call(1, "fails", Bytes.of("x")));
        peer.refusal(1, StatusCode.NOT_FOUND);
        EndedCall failed = seen.call();
        assertEquals("NOT_FOUND: no such thing", failed.status().toString());
        assertEquals(0, failed.sentBytes());
        assertEquals(1, failed.receivedBytes());
    }

    @Test
    void aCallWhoseDeadlineHasPassedIsNoSuccessWhateverItsHandlerSays() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        RawPeer peer = connect(start(builder()
                .handle(SERVICE, "late", request -> {
                    while (over.getCount() > 0) {
                        try {
                            over.await();
                        } catch (InterruptedException e) {
                            // it does not care
                        }
                    }
                    return request.payload();
                })
                .listener(seen)));
        peer.send(Bytes.call(1, "late", Duration.ofMillis(20)));
        peer.refusal(1, StatusCode.DEADLINE_EXCEEDED);
        over.countDown();
        assertEquals(StatusCode.DEADLINE_EXCEEDED, seen.call().status().code());
    }

    @Test
    void aCallThatNoHandlerTakesIsToldTooAndItsNameIsNoName() throws Exception {
        RawPeer peer = connect(
                start(builder().handleBidi(SERVICE, "stream", stream -> {}).listener(seen)));
        peer.send(Bytes.call(1, "nonsense", Bytes.of("")));
        peer.refusal(1, StatusCode.UNIMPLEMENTED);
        EndedCall unknown = seen.call();
        assertEquals("unknown", unknown.method());
        assertEquals("nonsense", unknown.request().method());
        assertEquals(StatusCode.UNIMPLEMENTED, unknown.status().code());
        assertEquals(Duration.ZERO, unknown.duration());
        peer.send(Bytes.call(3, "stream", Bytes.of("")));
        peer.refusal(3, StatusCode.INVALID_ARGUMENT);
        assertEquals(StatusCode.INVALID_ARGUMENT, seen.call().status().code());
        peer.send(Bytes.request(5, (byte) 0, new Request(SERVICE, "echo", new byte[0], -1, Metadata.EMPTY)));
        peer.refusal(5, StatusCode.DEADLINE_EXCEEDED);
        assertEquals("test.Service/echo", seen.call().method());
        peer.send(Bytes.request(7, (byte) 0, new Request(SERVICE, "nonsense", new byte[0], -1, Metadata.EMPTY)));
        peer.refusal(7, StatusCode.DEADLINE_EXCEEDED);
        assertEquals("unknown", seen.call().method());
    }

    @Test
    void aStreamIsToldAtItsEndWithTheBytesOfItsMessages() throws Exception {
        RawPeer peer = connect(start(builder()
                .handleBidi(SERVICE, "stream", stream -> {
                    for (byte[] message : stream) {
                        stream.send(message);
                        stream.send(message);
                    }
                })
                .listener(seen)));
        peer.send(Bytes.open(1, "stream"), Bytes.message(1, Bytes.of("12345")), Bytes.message(1, Bytes.of("123")));
        peer.send(Bytes.close(1));
        EndedCall stream = seen.call();
        assertTrue(stream.stream());
        assertTrue(stream.status().isOk());
        assertEquals(8, stream.receivedBytes());
        assertEquals(16, stream.sentBytes());
    }

    @Test
    void aClientStreamWithoutAnAnswerIsAFailure() throws Exception {
        RawPeer peer = connect(start(
                builder().handleClientStream(SERVICE, "sum", messages -> null).listener(seen)));
        peer.send(Bytes.open(1, "sum"));
        peer.send(Bytes.close(1));
        peer.refusal(1, seen.call().status().code());
    }

    @Test
    void aConnectionIsToldAtItsBeginAndAtItsEnd() throws Exception {
        Server server = start(builder().listener(seen));
        RawPeer peer = connect(server);
        peer.call(1, "echo", "12345");
        long id = seen.opened().id();
        peer.close();
        EndedConnection ended = seen.ended();
        assertEquals(id, ended.id());
        assertEquals(server.addresses().get(0), ended.address());
        assertEquals(Bytes.call(1, "echo", Bytes.of("12345")).length, ended.receivedBytes());
        assertTrue(ended.sentBytes() > FrameHeader.SIZE_BYTES, ended::toString);
        assertTrue(ended.duration().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void aConnectionOfARawServiceCountsItsBytesToo() throws Exception {
        Server server = start(Server.builder()
                .listen(address())
                .engine(setup.engine())
                .raw(new EchoService())
                .listener(seen));
        RawPeer peer = connect(server);
        peer.send(Bytes.message(1, Bytes.of("12345")));
        assertEquals("12345", peer.message(1));
        peer.close();
        int bytes = Bytes.message(1, Bytes.of("12345")).length;
        EndedConnection ended = seen.ended();
        assertEquals(bytes, ended.receivedBytes());
        assertEquals(bytes, ended.sentBytes());
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws IOException, InterruptedException {
        ServerListener broken = new ServerListener() {
            @Override
            public void callEnded(EndedCall call) {
                throw new IllegalStateException("broken listener");
            }

            @Override
            public void connectionEnded(EndedConnection connection) {
                throw new AssertionError("broken listener");
            }
        };
        Server server = start(builder().listener(broken).listener(seen));
        RawPeer peer = connect(server);
        assertEquals("1", peer.call(1, "echo", "1"));
        assertEquals("2", peer.call(3, "work", "2"));
        assertEquals("test.Service/echo", seen.call().method());
        assertEquals("test.Service/work", seen.call().method());
        peer.close();
        assertEquals(seen.opened().id(), seen.ended().id());
    }
}
