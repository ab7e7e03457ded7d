package io.samehost.server.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the JDK's Flight Recorder sees of a server in a program of its own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlightRecordingTest {
    private static final String EVENTS = "io.samehost.server.report.CallEvent";

    private static String run(Path directory, String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                FlightProgram.class.getName(),
                "unix:" + directory.resolve("s")));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(program.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, program.waitFor(), output);
        return output;
    }

    @Test
    void callsAndConnectionsAreEvents() throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Path file = directory.path().resolve("f.jfr");
            run(directory.path(), "-XX:StartFlightRecording:filename=" + file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            Files.delete(file);
            List<RecordedEvent> calls = named(events, "io.samehost.ServerCall");
            assertEquals(2, calls.size());
            RecordedEvent call = calls.get(0);
            assertEquals("test.Service", call.getString("service"));
            assertEquals("echo", call.getString("method"));
            assertEquals("OK", call.getString("status"));
            assertEquals(5, call.getLong("receivedBytes"));
            assertEquals(5, call.getLong("sentBytes"));
            assertFalse(call.getBoolean("stream"));
            assertFalse(call.getDuration().isZero());
            assertTrue(call.getLong("uid") >= 0);
            assertEquals("UNIMPLEMENTED", calls.get(1).getString("status"));
            assertTrue(calls.get(1).getString("message").contains("method=test.Service/nonsense"));
            RecordedEvent connection =
                    named(events, "io.samehost.ServerConnection").get(0);
            assertEquals("unix:" + directory.path().resolve("s"), connection.getString("address"));
            assertTrue(connection.getLong("receivedBytes") > 0);
            assertFalse(connection.getDuration("lifetime").isZero());
        }
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    @Test
    void withoutARecordingNotEvenTheClassesOfEventsAreLoaded() throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            String loaded = run(directory.path(), "-Xlog:class+load");
            assertTrue(loaded.contains("io.samehost.transport.system.FlightRecording "));
            assertFalse(loaded.contains(EVENTS));
        }
    }

    @Test
    void aJavaRuntimeWithoutTheRecorderServesAsWell() throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            run(directory.path(), "--limit-modules=java.base,java.logging,jdk.net,jdk.unsupported");
        }
    }
}
