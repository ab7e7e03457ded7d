package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.wire.StatusCode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A server tells whether it works, by the service of gRPC's name and messages. */
final class HealthTest extends ClientFixture {
    private static final String HEALTH = "grpc.health.v1.Health";
    private static final byte[] SERVING = {8, 1};
    private static final byte[] NOT_SERVING = {8, 2};
    private static final byte[] SERVICE_UNKNOWN = {8, 3};
    private static final Duration LONG = Duration.ofSeconds(20);

    /** A request for a service; a name of 128 bytes and more has two bytes for its length. */
    private static byte[] request(String service) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(10);
        if (service.length() > 127) {
            request.write((service.length() & 0x7f) | 0x80);
            request.write(service.length() >> 7);
        } else {
            request.write(service.length());
        }
        request.writeBytes(bytes(service));
        return request.toByteArray();
    }

    @Test
    void aServiceIsFoundHoweverLongItsName() throws Exception {
        String service = "s".repeat(300);
        Server server = start(builder().handle(service, "Method", request -> request.payload()));
        Client client = connect(server);
        assertArrayEquals(SERVING, client.call(HEALTH, "Check", request(service)));
        assertArrayEquals(SERVING, client.call(HEALTH, "Check", NO_BYTES));
        CallException absent =
                assertThrows(CallException.class, () -> client.call(HEALTH, "Check", request("s".repeat(299))));
        assertEquals(StatusCode.NOT_FOUND, absent.status().code());
    }

    @Test
    void aRequestThatIsNoMessageIsRefused() throws Exception {
        Client client = connect(start(builder()));
        for (String method : new String[] {"Check", "Watch"}) {
            byte[] cutOff = {10, 9, 'x'};
            CallException refused = assertThrows(CallException.class, () -> {
                if (method.equals("Check")) {
                    client.call(HEALTH, method, cutOff);
                }
                try (ClientStream stream = client.serverStream(HEALTH, method, cutOff)) {
                    stream.receive();
                }
            });
            assertEquals(StatusCode.INVALID_ARGUMENT, refused.status().code());
        }
    }

    @Test
    void aWatcherHearsThatTheServerClosesAndDoesNotHoldItUp() throws Exception {
        Server server = start(builder());
        try (ClientStream health = connect(server).serverStream(HEALTH, "Watch", NO_BYTES)) {
            assertArrayEquals(SERVING, health.receive().orElseThrow());
            server.shutdown(LONG);
            assertArrayEquals(NOT_SERVING, health.receive().orElseThrow());
            assertTrue(health.receive().isEmpty());
        }
        assertTrue(server.awaitTermination(LONG));
        assertEquals(0, server.cutCalls());
    }

    @Test
    void aWatcherOfNoServiceIsToldSoAndWaits() throws Exception {
        Server server = start(builder());
        try (ClientStream health = connect(server).serverStream(HEALTH, "Watch", request("nobody"))) {
            assertArrayEquals(SERVICE_UNKNOWN, health.receive().orElseThrow());
            assertEquals(1, server.callsInFlight());
            server.shutdown(LONG);
            CallException end = assertThrows(CallException.class, health::receive);
            assertEquals(StatusCode.UNAVAILABLE, end.status().code());
        }
        assertTrue(server.awaitTermination(LONG));
    }

    @Test
    void aWatcherThatGoesAwayLeavesNoHandler() throws Exception {
        Server server = start(builder());
        try (ClientStream health = connect(server).serverStream(HEALTH, "Watch", NO_BYTES)) {
            assertArrayEquals(SERVING, health.receive().orElseThrow());
        }
        Awaitility.await().atMost(LONG).until(() -> server.callsInFlight() == 0);
    }
}
