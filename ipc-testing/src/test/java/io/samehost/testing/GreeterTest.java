package io.samehost.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.samehost.address.TcpAddress;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.server.ServerBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service is tested as its author would. */
@Timeout(60)
final class GreeterTest {
    @RegisterExtension
    final ServerExtension greeter = ServerExtension.serving(GreeterTest::addTo);

    private static void addTo(ServerBuilder builder) {
        builder.handle(
                "demo.Greeter",
                "Hello",
                request -> ("Hello, " + new String(request.payload(), UTF_8) + "!").getBytes(UTF_8));
    }

    private static String greet(Client client, String name) throws Exception {
        return new String(client.call("demo.Greeter", "Hello", name.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void greets() throws Exception {
        assertEquals("Hello, world!", greet(greeter.client(), "world"));
        assertSame(greeter.client(), greeter.client());
    }

    @Test
    void greetsEachOfTwoClients() throws Exception {
        assertEquals("Hello, world!", greet(greeter.client(), "world"));
        assertEquals("Hello, moon!", greet(greeter.connect(ClientConfig.DEFAULT), "moon"));
        assertEquals(2, greeter.server().connectionCount());
    }

    @Nested
    final class OverTcp {
        @RegisterExtension
        final ServerExtension remote = greeter.overTcp();

        @Test
        void greets() throws Exception {
            assertEquals(TcpAddress.class, remote.address().getClass());
            assertEquals("Hello, world!", greet(remote.client(), "world"));
        }
    }
}
