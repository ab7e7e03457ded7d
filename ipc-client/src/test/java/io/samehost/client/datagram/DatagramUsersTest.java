package io.samehost.client.datagram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.address.Address;
import io.samehost.address.ListenFailedException;
import io.samehost.address.UdpAddress;
import io.samehost.client.CallException;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramClient;
import io.samehost.client.ForeignServerException;
import io.samehost.server.Server;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Users at both ends of datagrams: whose server may be spoken to, and whose answers are believed. */
final class DatagramUsersTest extends DatagramFixture {
    /** A user that is not root, on every Linux. */
    private static final int NOBODY = 65_534;

    private volatile boolean stopped;

    @Test
    void udpIsServedToEveryUserOrToNobody() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Server.builder()
                        .listen("udp:127.0.0.1:0")
                        .allowUser("root")
                        .start());
        assertEquals(
                "udp proves nothing about who sends: address=udp:127.0.0.1:0, let every user in with"
                        + " allowAnyUser() or use unixgram:",
                refused.getMessage());
    }

    @Test
    void udpIsSpokenToOnlyIfAnyUsersServerWillDo() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> DatagramClient.connect(new UdpAddress("127.0.0.1", 9)));
        assertEquals(
                "udp proves nothing about who answers: address=udp:127.0.0.1:9, allow any user's server with"
                        + " ClientConfig.withAnyServerUser or use unixgram:",
                refused.getMessage());
    }

    /** Two servers cannot have one, so the other user's is ours with another owner. */
    private void assertServerUser(String expected, ClientConfig config) {
        Address address = Address.parse(address("unixgram"));
        ForeignServerException foreign =
                assertThrows(ForeignServerException.class, () -> DatagramClient.connect(address, config));
        assertEquals(expected, foreign.serverUser().orElse("unknown"));
        assertEquals(address, foreign.address());
    }

    @Test
    void theOwnerOfASocketFileIsTheServersUser() throws Exception {
        requireRoot();
        try (Server server = echo("unixgram").start()) {
            assertArrayEquals(NOTHING, echoOnce(ClientConfig.DEFAULT));
            chown(directory.resolve("s"), NOBODY);
            assertServerUser("nobody", ClientConfig.DEFAULT);
            assertServerUser("nobody", ClientConfig.DEFAULT.withServerUser("daemon"));
            assertArrayEquals(NOTHING, echoOnce(ClientConfig.DEFAULT.withServerUser("nobody")));
            assertEquals(1, server.addresses().size());
        }
    }

    private byte[] echoOnce(ClientConfig config) throws IOException, CallException {
        try (DatagramClient client = DatagramClient.connect(Address.parse(address("unixgram")), config)) {
            return client.call("demo.Echo", "Echo", NOTHING);
        }
    }

    @Test
    void aSocketThatAnotherUserCouldHavePutThereIsNobodys() throws Exception {
        requireRoot();
        try (Server server = echo("unixgram").start()) {
            setMode("rwxrwx---");
            assertServerUser("unknown", ClientConfig.DEFAULT);
            setMode("rwxr-xrwx");
            assertServerUser("unknown", ClientConfig.DEFAULT);
            Files.setAttribute(directory.path(), "unix:mode", 01777);
            assertArrayEquals(NOTHING, echoOnce(ClientConfig.DEFAULT));
            setMode("rwx------");
            chown(directory.path(), NOBODY);
            assertServerUser("unknown", ClientConfig.DEFAULT);
            assertEquals(1, server.addresses().size());
        }
    }

    private void setMode(String mode) throws IOException {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString(mode));
    }

    private static void requireRoot() {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
    }

    private static void chown(Path file, int uid) throws IOException {
        Files.setAttribute(file, "unix:uid", uid);
    }

    @Test
    void aLinkToASocketIsFollowedOnceAndForAll() throws Exception {
        Path link = Files.createSymbolicLink(Path.of(directory.path() + "-link"), directory.path());
        try (Server server = echo("unixgram").start();
                DatagramClient client = DatagramClient.connect("unixgram:" + link + "/s")) {
            assertArrayEquals(NOTHING, client.call("demo.Echo", "Echo", NOTHING));
            assertEquals(1, server.addresses().size());
        } finally {
            Files.delete(link);
        }
    }

    /** Answers with the ids that a client that counts would use. */
    @Test
    void anAnswerWhoseIdWasGuessedIsNotBelieved() throws Exception {
        try (DatagramPort forger = Datagrams.bind(new UdpAddress("127.0.0.1", 0), ListenOptions.DEFAULT);
                DatagramClient client = DatagramClient.connect(forger.address(), ANY)) {
            Thread forging = new Thread(() -> forge(forger), "forger");
            forging.start();
            CallException late =
                    assertThrows(CallException.class, () -> client.call("demo.Echo", "Echo", NOTHING, SOON));
            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
            forging.join();
        }
    }

    private static void forge(DatagramPort forger) {
        try {
            forger.await(TimeUnit.SECONDS.toNanos(30));
            var victim = forger.receive(ByteBuffer.allocate(1000)).orElseThrow();
            for (int streamId = 1; streamId < 100; streamId += 2) {
                forger.send(answer(streamId), victim);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer answer(int streamId) {
        try {
            var frame = new FrameEncoder().response(streamId, Response.ok("forged".getBytes(UTF_8)));
            return ByteBuffer.allocate(frame.lengthBytes())
                    .put(frame.head())
                    .put(frame.payload())
                    .flip();
        } catch (OversizeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The socket has always something to read, and never the answer. */
    @Test
    void datagramsForNobodyDoNotHoldACallPastItsDeadline() throws Exception {
        try (DatagramPort hostile = Datagrams.bind(Address.parse(address("unixgram")), ListenOptions.DEFAULT);
                DatagramClient client = DatagramClient.connect(hostile.address())) {
            Thread flooding = new Thread(() -> flood(hostile), "flood");
            flooding.start();
            CallException late =
                    assertThrows(CallException.class, () -> client.call("demo.Echo", "Echo", NOTHING, SOON));
            assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
            stopped = true;
            flooding.join();
        }
    }

    private void flood(DatagramPort hostile) {
        try {
            hostile.await(TimeUnit.SECONDS.toNanos(30));
            var victim = hostile.receive(ByteBuffer.allocateDirect(1000)).orElseThrow();
            while (!stopped) {
                hostile.send(ByteBuffer.allocateDirect(1), victim);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSocketFileIsTheOwnersAloneAndTakenOnce() throws Exception {
        Address address = Address.parse(address("unixgram"));
        try (Server server = echo("unixgram").start()) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("s"))));
            ListenFailedException taken =
                    assertThrows(ListenFailedException.class, () -> Datagrams.bind(address, ListenOptions.DEFAULT));
            assertEquals(ListenFailedException.Reason.IN_USE, taken.reason());
            assertEquals(1, server.addresses().size());
        }
        assertFalse(Files.exists(directory.resolve("s")));
    }

    @Test
    void anOpenSocketFileNeedsTheWordThatAnybodyMaySend() throws Exception {
        assertThrows(
                IllegalArgumentException.class,
                () -> echo("unixgram").socketFileMode(0666).start());
        try (Server server =
                        echo("unixgram").socketFileMode(0666).allowAnyUser().start();
                DatagramClient client = DatagramClient.connect(address(server), ANY)) {
            assertArrayEquals(NOTHING, client.call("demo.Echo", "Echo", NOTHING));
        }
    }
}
