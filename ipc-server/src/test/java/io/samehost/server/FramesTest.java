package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The depth of the house: a request passes few of our frames on its way from the socket to a handler. */
final class FramesTest extends ServerFixture {
    private static final int MOST = 12;

    @Test
    void fewFramesStandAboveAQuickHandler() throws Exception {
        AtomicReference<List<String>> frames = new AtomicReference<>(List.of());
        AtomicReference<String> thread = new AtomicReference<>("");
        RawPeer peer = connect(start(builder().handle(Bytes.SERVICE, "quick", request -> {
            thread.set(Thread.currentThread().getName());
            if (request.payload().length > 0) {
                frames.set(framesOfOurs());
            }
            return request.payload();
        })));
        int id = 1;
        for (; id < 4000 || !isReadingThread(thread.get()); id += 2) {
            peer.call(id, "quick", "");
        }
        do {
            peer.call(id, "quick", "now");
            id += 2;
        } while (!isReadingThread(thread.get()));
        assertTrue(frames.get().size() <= MOST, () -> frames.get().size() + " frames: " + frames.get());
    }

    /** Without this test's own. */
    private static List<String> framesOfOurs() {
        return Stream.of(Thread.currentThread().getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("io.samehost."))
                .filter(frame -> !frame.getClassName().startsWith(FramesTest.class.getName()))
                .map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
                .toList();
    }

    private static boolean isReadingThread(String name) {
        return name.startsWith("samehost-connection-") || name.startsWith("samehost-loop-");
    }
}
