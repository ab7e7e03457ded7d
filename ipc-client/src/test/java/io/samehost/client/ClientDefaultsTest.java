package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.server.Server;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Settings of a client that hold for each of its calls, and calls that say otherwise. */
final class ClientDefaultsTest extends ClientFixture {
    private static final ClientConfig TOOL =
            ClientConfig.DEFAULT.withMetadata("Tool", "note").withMetadata("tenant", "one");

    private final CountDownLatch never = new CountDownLatch(1);

    private Client client(ClientConfig config) throws IOException {
        Server server = start(builder()
                .handle(SERVICE, "metadata", ClientDefaultsTest::metadata)
                .handleBidi(SERVICE, "stream", stream -> stream.send(metadata(stream.request())))
                .handleServerStream(SERVICE, "answers", (value, out) -> out.send(metadata(out.request())))
                .handle(SERVICE, "wait", request -> {
                    never.await();
                    return NO_BYTES;
                }));
        return keep(Client.connect(server.addresses().get(0), config));
    }

    private static byte[] metadata(ServerRequest request) {
        return bytes(request.metadata().all("tool") + " " + request.metadata().all("tenant"));
    }

    @Test
    void metadataOfTheClientGoesWithEveryKindOfCall() throws Exception {
        Client client = client(TOOL);
        String sent = "[note] [one]";
        assertEquals(sent, text(client.call(SERVICE, "metadata", NO_BYTES)));
        assertEquals(sent, text(client.callAsync(SERVICE, "metadata", NO_BYTES).get()));
        try (ClientStream both = client.stream(SERVICE, "stream", NO_BYTES);
                ClientStream answers = client.serverStream(SERVICE, "answers", NO_BYTES)) {
            assertEquals(sent, text(both.receive().orElseThrow()));
            assertEquals(sent, text(answers.receive().orElseThrow()));
        }
    }

    @Test
    void metadataOfACallReplacesThoseOfTheClientUnderTheSameKey() throws Exception {
        Client client = client(TOOL);
        CallOptions two = CallOptions.DEFAULT.withMetadata("TENANT", "two").withMetadata("tenant", "three");
        assertEquals("[note] [two, three]", text(client.call(SERVICE, "metadata", NO_BYTES, two)));
    }

    @Test
    void theTimeoutOfTheClientHoldsForCallsThatSetNone() throws Exception {
        Client client = client(ClientConfig.DEFAULT.withCallTimeout(Duration.ofMillis(50)));
        CallException late = assertThrows(CallException.class, () -> client.call(SERVICE, "wait", NO_BYTES));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
        CallOptions patient = CallOptions.DEFAULT.withTimeout(Duration.ofMinutes(1));
        never.countDown();
        assertEquals(0, client.call(SERVICE, "wait", NO_BYTES, patient).length);
    }
}
