package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.fixture.Way;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.wire.Metadata;
import io.samehost.wire.frame.FrameHeader;
import io.samehost.wire.frame.Request;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that wait for their peers, more than the server has threads for, beside a call that waits for none. */
final class ThreadShareTest extends ServerFixture {
    private static final byte[] NO_BYTES = {};
    private static final int PEERS = 8;
    private static final int STREAMS = 60;

    private final CountDownLatch begun = new CountDownLatch(PEERS * STREAMS);

    @BeforeEach
    void useOneWay() {
        assumeTrue(setup.way() == Way.UNIX_JDK, "threads are shared the same way over every transport");
    }

    private static byte[] serverStream(int streamId, String method) {
        return Bytes.request(
                streamId,
                FrameHeader.FLAG_REMOTE_CLOSED,
                new Request(Bytes.SERVICE, method, NO_BYTES, 0, Metadata.EMPTY));
    }

    @Test
    void streamsThatNobodyReadsHoldUpNoCall() throws Exception {
        Server server = start(builder().handleServerStream(Bytes.SERVICE, "flood", (request, answers) -> {
            begun.countDown();
            while (true) {
                answers.send(new byte[16 * 1024]);
            }
        }));
        for (int i = 0; i < PEERS; i++) {
            RawPeer peer = connect(server);
            for (int streamId = 1; streamId < 2 * STREAMS; streamId += 2) {
                peer.send(serverStream(streamId, "flood"));
            }
        }
        assertEquals("other", connect(server).call(1, "work", "other"));
        begun.await(); // each of them has got a thread as well
    }

    @Test
    void streamsOnWhichNothingIsSentHoldUpNoCall() throws Exception {
        Server server = start(builder().handleBidi(Bytes.SERVICE, "idle", stream -> {
            begun.countDown();
            stream.receive();
        }));
        for (int i = 0; i < PEERS; i++) {
            RawPeer peer = connect(server);
            for (int streamId = 1; streamId < 2 * STREAMS; streamId += 2) {
                peer.send(Bytes.open(streamId, "idle"));
            }
        }
        assertEquals("other", connect(server).call(1, "work", "other"));
        begun.await();
    }

    /** With the loop an answer waits in memory, with a thread for each connection in a thread. */
    @Test
    void answersThatNobodyReadsHoldUpNoCall() throws IOException {
        Server server = start(builder().maxInFlight(1).handle(Bytes.SERVICE, "large", request -> {
            begun.countDown();
            return new byte[300 * 1024];
        }));
        int peers = 300;
        for (int i = 0; i < peers; i++) {
            connect(server).send(Bytes.call(1, "large", NO_BYTES));
        }
        Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> begun.getCount() == PEERS * STREAMS - peers);
        assertEquals("other", connect(server).call(1, "work", "other"));
    }
}
