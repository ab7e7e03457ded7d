package io.samehost.bench.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.load.workload.Recording;
import io.samehost.client.Client;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CallingThreadsTest {
    private static final long SOME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @TempDir
    Path directory;

    private static Recording withCalls(int number) {
        Recording recording = new Recording();
        for (int i = 0; i < number; i++) {
            recording.reply(1);
        }
        return recording;
    }

    @Test
    void aThreadThatGetsMoreOrLessThanTheOthersShows() {
        CallingThreads threads = new CallingThreads(List.of(withCalls(10), withCalls(50), withCalls(20)));
        assertEquals(80, threads.calls());
        assertEquals(2.5, threads.maxToMedian());
        assertEquals(2, threads.medianToMin());
    }

    @Test
    void everyThreadGetsItsAnswersThroughTheOneClient() throws Exception {
        try (Server server = SharingServer.start(EngineKind.THREADS, "unix:" + directory.resolve("s"));
                Client client = Client.connect(server.addresses().get(0))) {
            CallingThreads threads = CallingThreads.run(client, 4, 64, SOME_NANOS);
            assertEquals(4, threads.recordings().size());
            assertTrue(threads.recordings().stream()
                    .allMatch(recording -> recording.latency().getTotalCount() > 0));
        }
    }

    @Test
    void slowCallsStayInFlightUntilTheyAreClosed() throws Exception {
        try (Server server = SharingServer.start(EngineKind.LOOP, "unix:" + directory.resolve("s"));
                Client client = Client.connect(server.addresses().get(0))) {
            SlowCalls calls = SlowCalls.start(client, 3);
            calls.close();
            assertTrue(calls.number() >= 3, () -> "number=" + calls.number());
        }
    }
}
