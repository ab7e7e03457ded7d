package io.samehost.client.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.Server;
import io.samehost.server.handler.ServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the JDK's Flight Recorder sees of a client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RecordedCallTest {
    private static final byte[] FIVE = "12345".getBytes(UTF_8);
    private static final byte[] NO_BYTES = {};

    private TemporaryDirectory directory;
    private Server server;
    private Client client;

    @BeforeEach
    void serve() throws IOException {
        directory = new TemporaryDirectory();
        server = Server.builder()
                .listen("unix:" + directory.path().resolve("s"))
                .handle("test.Service", "echo", ServerRequest::payload)
                .handle("test.Service", "never", request -> {
                    new CountDownLatch(1).await();
                    return request.payload();
                })
                .handleBidi("test.Service", "twice", stream -> {
                    for (byte[] message : stream) {
                        stream.send(message);
                        stream.send(message);
                    }
                })
                .start();
        client = Client.connect(server.addresses().get(0));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        directory.close();
    }

    private interface Calls {
        void make() throws Exception;
    }

    /** The event of an asynchronous call may come after its future. */
    private List<RecordedEvent> recorded(int count, Calls calls) throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("io.samehost.ClientCall");
            recording.start();
            calls.make();
            return Awaitility.await().until(() -> eventsOf(recording), events -> events.size() == count);
        }
    }

    /** In the order in which they began. */
    private List<RecordedEvent> eventsOf(Recording recording) throws IOException {
        Path file = directory.path().resolve("f.jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("io.samehost.ClientCall"))
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                    .toList();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void check(RecordedEvent event, String method, String status, long sentBytes, long receivedBytes) {
        assertEquals("test.Service", event.getString("service"));
        assertEquals(method, event.getString("method"));
        assertEquals(status, event.getString("status"));
        assertEquals(sentBytes, event.getLong("sentBytes"));
        assertEquals(receivedBytes, event.getLong("receivedBytes"));
        assertFalse(event.getDuration().isZero());
    }

    @Test
    void callsAreEventsHoweverTheyEndAndHoweverTheyAreMade() throws Exception {
        List<RecordedEvent> events = recorded(5, () -> {
            client.call("test.Service", "echo", FIVE);
            assertThrows(CallException.class, () -> client.call("test.Service", "nonsense", FIVE));
            client.callAsync("test.Service", "echo", FIVE).get(20, TimeUnit.SECONDS);
            client.callAsync("test.Service", "never", FIVE).cancel(true);
            server.close(Duration.ZERO);
            assertThrows(Exception.class, () -> client.call("test.Service", "echo", FIVE));
        });
        check(events.get(0), "echo", "OK", 5, 5);
        check(events.get(1), "nonsense", "UNIMPLEMENTED", 5, 0);
        check(events.get(2), "echo", "OK", 5, 5);
        check(events.get(3), "never", "CANCELLED", 5, 0);
        check(events.get(4), "echo", "UNAVAILABLE", 5, 0);
    }

    @Test
    void aStreamIsAnEventOnceItIsClosed() throws Exception {
        List<RecordedEvent> events = recorded(2, () -> {
            try (ClientStream stream = client.stream("test.Service", "twice", NO_BYTES)) {
                stream.send(FIVE);
                stream.closeSend();
                assertEquals(5, stream.receive().orElseThrow().length);
                assertEquals(5, stream.receive().orElseThrow().length);
                assertTrue(stream.receive().isEmpty());
            }
            try (ClientStream stream = client.stream("test.Service", "twice", NO_BYTES)) {
                stream.send(FIVE);
            }
        });
        check(events.get(0), "twice", "OK", 5, 10);
        assertTrue(events.get(0).getBoolean("stream"));
        check(events.get(1), "twice", "CANCELLED", 5, 0);
    }

    @Test
    void aStreamThatItsClientGaveUpOrLostOrNeverGotSaysSo() throws Exception {
        List<RecordedEvent> events = recorded(3, () -> {
            CallOptions hasty = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(1));
            try (ClientStream stream = client.stream("test.Service", "twice", NO_BYTES, hasty)) {
                assertThrows(CallException.class, stream::receive);
            }
            try (ClientStream stream = client.stream("test.Service", "twice", NO_BYTES)) {
                server.close(Duration.ZERO);
                assertThrows(Exception.class, stream::receive);
            }
            assertThrows(Exception.class, () -> client.stream("test.Service", "twice", NO_BYTES));
        });
        check(events.get(0), "twice", "DEADLINE_EXCEEDED", 0, 0);
        check(events.get(1), "twice", "UNAVAILABLE", 0, 0);
        check(events.get(2), "twice", "UNAVAILABLE", 0, 0);
    }

    @Test
    void whatHappensOutsideARecordingIsNoEvent() throws Exception {
        client.call("test.Service", "echo", FIVE);
        assertEquals(
                1, recorded(1, () -> client.call("test.Service", "echo", FIVE)).size());
        client.call("test.Service", "echo", FIVE);
    }
}
