package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.server.Server;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ServerDeadlineTest {
    /** The server's deadline interrupts the handler, whose own answer to that must not come first. */
    @RepeatedTest(3)
    void aCallThatIsInterruptedAtItsDeadlineEndsWithDeadlineExceeded() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Server server = Server.builder()
                        .listen("tcp:127.0.0.1:0")
                        .handle("test", "Stuck", request -> {
                            never.await();
                            return request.payload();
                        })
                        .start();
                Client client = Client.connect(server.addresses().get(0))) {
            CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(5));
            for (int i = 0; i < 200; i++) {
                CallException failed =
                        assertThrows(CallException.class, () -> client.call("test", "Stuck", new byte[0], soon));
                assertEquals(StatusCode.DEADLINE_EXCEEDED, failed.status().code(), failed.getMessage());
            }
        }
    }
}
