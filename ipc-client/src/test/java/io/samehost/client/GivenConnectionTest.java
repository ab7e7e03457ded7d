package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ConnectFailedException;
import io.samehost.server.Server;
import io.samehost.server.handler.ServerRequest;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFSocketPair;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** Clients over connections that others made. */
final class GivenConnectionTest extends ClientFixture {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private SocketChannel channelTo(Server server) throws IOException {
        return keep(Transports.connect(server.addresses().get(0), CONNECT_NANOS));
    }

    private Server streams() throws IOException {
        return start(builder().handleBidi(SERVICE, "back", stream -> {
            for (byte[] message : stream) {
                stream.send(message);
            }
        }));
    }

    @Test
    void callsGoOverTheConnection() throws Exception {
        Client client = keep(Client.over(channelTo(start())));
        for (int i = 0; i < 10; i++) {
            assertEquals("hi " + i, echo(client, "hi " + i));
        }
        assertEquals(
                "later", text(client.callAsync(SERVICE, "work", bytes("later")).get(10, TimeUnit.SECONDS)));
        assertTrue(client.server().isPresent());
    }

    @Test
    void aStreamMayHaveItInstead() throws Exception {
        Client client = keep(Client.over(channelTo(streams())));
        try (ClientStream stream = client.stream(SERVICE, "back", NO_BYTES)) {
            stream.send(bytes("there"));
            assertEquals("there", text(stream.receive().orElseThrow()));
        }
        ConnectFailedException failed = assertThrows(ConnectFailedException.class, () -> echo(client, "hi"));
        assertTrue(failed.getMessage()
                .startsWith("the connection that this client was given is in use, or gone: address="));
    }

    @Test
    void callsLeaveNoneForAStream() throws Exception {
        Client client = keep(Client.over(channelTo(streams())));
        assertEquals("hi", echo(client, "hi"));
        ConnectFailedException failed =
                assertThrows(ConnectFailedException.class, () -> client.stream(SERVICE, "back", NO_BYTES));
        assertTrue(failed.getMessage().endsWith("connect by address to have more than one"), failed.getMessage());
        assertEquals("hi", echo(client, "hi"));
    }

    @Test
    void aLostConnectionIsNotMadeAgain() throws Exception {
        Server server = start();
        Client client = keep(Client.over(channelTo(server)));
        assertEquals("hi", echo(client, "hi"));
        server.close(Duration.ZERO);
        Exception lost = assertThrows(Exception.class, () -> echo(client, "hi"));
        assertTrue(lost instanceof IOException || ((CallException) lost).isNotProcessed(), lost::toString);
        assertThrows(ConnectFailedException.class, () -> echo(client, "hi"));
    }

    @Test
    void theConnectionIsClosedWithTheClient() throws Exception {
        Server server = start();
        SocketChannel used = channelTo(server);
        SocketChannel unused = channelTo(server);
        try (Client client = Client.over(used)) {
            assertEquals("hi", echo(client, "hi"));
        }
        Client.over(unused).close();
        assertFalse(used.isOpen());
        assertFalse(unused.isOpen());
    }

    @Test
    void aChannelMayHaveBeenUsedWithoutBlocking() throws Exception {
        SocketChannel channel = channelTo(start());
        channel.configureBlocking(false);
        Client client = keep(Client.over(channel));
        assertEquals("hi", echo(client, "hi"));
    }

    @Test
    void theEndsOfAPairOfSocketsAreServerAndClient() throws Exception {
        AFSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        start(Server.builder()
                .engine(setup.engine())
                .handle(SERVICE, "echo", ServerRequest::payload)
                .serve(pair.getSocket1()));
        Client client = keep(Client.over(pair.getSocket2()));
        assertEquals("hi", echo(client, "hi"));
        assertEquals("x".repeat(100_000), echo(client, "x".repeat(100_000)));
    }
}
