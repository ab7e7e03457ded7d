package io.samehost.client.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.client.CallException;
import io.samehost.client.DatagramClient;
import io.samehost.server.Server;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.wire.StatusCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams that get lost, that mean nothing, and that nobody receives. */
final class DatagramLossTest extends DatagramFixture {
    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void onlyAnIdempotentCallIsSentAgain(String family) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = Server.builder()
                        .listen(address(family))
                        .allowAnyUser()
                        .drainTimeout(Duration.ZERO)
                        .handle("demo.Slow", "Third", request -> {
                            if (calls.incrementAndGet() < 3) {
                                new CountDownLatch(1).await();
                            }
                            return NOTHING;
                        })
                        .start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
            CallException late =
                    assertThrows(CallException.class, () -> client.call("demo.Slow", "Third", NOTHING, SOON));
            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
            assertEquals(1, calls.get());
            assertArrayEquals(NOTHING, client.callIdempotent("demo.Slow", "Third", NOTHING, LATE));
            assertEquals(3, calls.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void aClientThatLeavesBeforeItsAnswerHarmsNobody(String family) throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Server server = echo(family)
                .handle("demo.Wait", "Wait", request -> {
                    called.countDown();
                    try {
                        left.await();
                        return NOTHING;
                    } finally {
                        done.countDown();
                    }
                })
                .start()) {
            DatagramClient hasty = DatagramClient.connect(address(server), ANY);
            Thread caller = new Thread(
                    () -> assertThrows(CallException.class, () -> hasty.call("demo.Wait", "Wait", NOTHING, LATE)));
            caller.start();
            assertTrue(called.await(30, TimeUnit.SECONDS));
            caller.interrupt();
            caller.join();
            hasty.close();
            left.countDown();
            assertTrue(done.await(30, TimeUnit.SECONDS));
            try (DatagramClient client = DatagramClient.connect(address(server), ANY)) {
                for (int i = 0; i < 10; i++) {
                    assertArrayEquals(NOTHING, client.callIdempotent("demo.Echo", "Echo", NOTHING, LATE));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unixgram"})
    void nonsenseIsDroppedAndTheServerGoesOn(String family) throws Exception {
        try (Server server = echo(family).start();
                DatagramPort port = Datagrams.connect(address(server));
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
            for (String text :
                    new String[] {"GET / HTTP/1.0\r\n\r\n", "\0\0\0\u0001", "\0\0\0\0\0\0\0\u0001\u0001\0x"}) {
                port.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            }
            assertArrayEquals(NOTHING, client.callIdempotent("demo.Echo", "Echo", NOTHING, LATE));
        }
    }

    @Test
    void nobodyAtAPortIsARefusal() throws Exception {
        Address address;
        try (Server server = echo("udp").start()) {
            address = address(server);
        }
        try (DatagramClient client = DatagramClient.connect(address, ANY)) {
            ConnectFailedException refused =
                    assertThrows(ConnectFailedException.class, () -> client.call("demo.Echo", "Echo", NOTHING, LATE));
            assertEquals(ConnectFailedException.Reason.REFUSED, refused.reason());
        }
    }

    @Test
    void nobodyAtAPathIsMissingOrRefused() throws Exception {
        String address = address("unixgram");
        assertEquals(ConnectFailedException.Reason.MISSING, connectFailure(address));
        DatagramClient client;
        try (Server server = echo("unixgram").start()) {
            client = DatagramClient.connect(address(server), ANY);
        }
        ConnectFailedException gone =
                assertThrows(ConnectFailedException.class, () -> client.call("demo.Echo", "Echo", NOTHING, LATE));
        assertFalse(gone.getMessage().isEmpty());
        try (Server server = echo("unixgram").start()) {
            assertArrayEquals(NOTHING, client.call("demo.Echo", "Echo", NOTHING, LATE));
            assertEquals(address, address(server).toString());
        }
        client.close();
        try (Server server = Server.builder()
                .listen("unix:" + directory.resolve("s"))
                .raw(new EchoService())
                .start()) {
            assertEquals(ConnectFailedException.Reason.OTHER, connectFailure(address));
            assertEquals(1, server.addresses().size());
        }
    }

    private static ConnectFailedException.Reason connectFailure(String address) {
        return assertThrows(ConnectFailedException.class, () -> DatagramClient.connect(address))
                .reason();
    }
}
