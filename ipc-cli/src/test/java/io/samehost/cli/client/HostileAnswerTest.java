package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Background;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose answers are meant for the terminal of the one who calls. */
@Timeout(120)
final class HostileAnswerTest {
    private static final String RED = "\u001b[31mred\u001b]0;title\u0007";
    private static final int RESPONSE = 2;
    private static final int PAYLOAD_FIELD = 0x12;

    private final Workplace work = new Workplace();

    HostileAnswerTest() throws IOException {}

    /** Gives every call the same answer. */
    private Workplace.Result clientOf(String answer, String... arguments) throws Exception {
        CompletableFuture<Void> serving;
        Workplace.Result result;
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(work.path("s")));
            serving = Background.run(() -> serve(listening, answer.getBytes(StandardCharsets.UTF_8)));
            result = work.client(arguments);
        } finally {
            work.close();
        }
        serving.get(20, TimeUnit.SECONDS);
        return result;
    }

    private static void serve(ServerSocketChannel listening, byte[] answer) throws IOException {
        while (true) {
            try (SocketChannel channel = listening.accept()) {
                answerAll(channel, answer);
            } catch (ClosedChannelException e) {
                return;
            }
        }
    }

    private static void answerAll(SocketChannel channel, byte[] answer) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        try {
            while (true) {
                int lengthBytes = in.readInt();
                int streamId = in.readInt();
                in.readNBytes(2 + lengthBytes);
                out.writeInt(answer.length + 2);
                out.writeInt(streamId);
                out.write(RESPONSE);
                out.write(0);
                out.write(PAYLOAD_FIELD);
                out.write(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (EOFException e) {
            return; // the client has gone
        }
    }

    @Test
    void aListOfMethodsIsHarmless() throws Exception {
        Workplace.Result result = clientOf("demo.Red/" + RED + " unary\n", "list", "unix:" + work.path("s"));
        assertEquals("demo.Red/\uFFFD[31mred\uFFFD]0;title\uFFFD unary\n", result.out());
        assertEquals(0, result.exitCode(), result.err());
    }

    @Test
    void aListOfFilesIsHarmless() throws Exception {
        String line = "7 2026-01-01T00:00:00Z " + RED + "\n";
        Workplace.Result result = clientOf(line, "files", "unix:" + work.path("s"));
        assertEquals("7 2026-01-01T00:00:00Z \uFFFD[31mred\uFFFD]0;title\uFFFD\n", result.out());
        assertEquals(0, result.exitCode(), result.err());
    }

    /** Without an end: each directory has one more in it. */
    @Test
    void aServerWithoutAnEndIsGivenUp() throws Exception {
        Workplace.Result result = clientOf("- 2026-01-01T00:00:00Z d/\n", "files", "unix:" + work.path("s"), "-r");
        assertEquals("ipc-client: directories of the server have no end: depth=101\n", result.err());
        assertEquals(5, result.exitCode());
    }

    @Test
    void whatAServerSaysOfItselfIsHarmless() throws Exception {
        Workplace.Result result = clientOf("version " + RED + "\n", "doctor", "unix:" + work.path("s"));
        assertTrue(result.out().contains("version=\uFFFD[31mred\uFFFD]0;title\uFFFD"), result.out());
        assertFalse(result.out().contains("\u001b"), result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "get --json"})
    void anAnswerThatIsNoFileIsAnErrorAndHarmless(String command) throws Exception {
        String[] arguments = (command + " unix:" + work.path("s") + " file -o " + work.path("copy")).split(" ", -1);
        Workplace.Result result = clientOf(RED, arguments);
        assertNotEquals(0, result.exitCode());
        assertFalse((result.out() + result.err()).contains("\u001b"), result.err());
        assertFalse(result.err().isEmpty());
    }
}
