package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.fixture.Tools;
import io.samehost.server.EngineKind;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class ChatServiceTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";
    private static final RawServer.Kind ONE = new RawServer.Kind("unix", EngineKind.THREADS);
    private static final String USER = System.getProperty("user.name");

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    /** A member that has read its greeting. */
    static SocketChannel join(RawServer server, int id, int here) throws IOException {
        SocketChannel member = server.connect();
        assertEquals(
                "* you are " + USER + "#" + id + ", " + here + " here, /name NAME changes that",
                RawServer.readLine(member));
        return member;
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aLineReachesAllOthersAndNotItsSender(RawServer.Kind kind) throws IOException {
        try (RawServer server = new RawServer(kind, new ChatService());
                SocketChannel one = join(server, 1, 1);
                SocketChannel two = join(server, 2, 2);
                SocketChannel three = join(server, 3, 3)) {
            assertEquals("* " + USER + "#2 joined, 2 here", RawServer.readLine(one));
            assertEquals("* " + USER + "#3 joined, 3 here", RawServer.readLine(one));
            assertEquals("* " + USER + "#3 joined, 3 here", RawServer.readLine(two));

            RawServer.write(one, "hello\r\n");
            RawServer.write(one, "again\n");
            assertEquals(USER + "#1: hello", RawServer.readLine(two));
            assertEquals(USER + "#1: again", RawServer.readLine(two));
            assertEquals(USER + "#1: hello", RawServer.readLine(three));
            RawServer.write(two, "hi\n");
            assertEquals(USER + "#2: hi", RawServer.readLine(one));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aLeaveIsToldAndALastLineNeedsNoLineFeed(RawServer.Kind kind) throws IOException {
        ChatService chat = new ChatService();
        try (RawServer server = new RawServer(kind, chat);
                SocketChannel one = join(server, 1, 1);
                SocketChannel two = join(server, 2, 2)) {
            RawServer.readLine(one);
            RawServer.write(two, "bye");
            two.shutdownOutput();
            assertEquals(USER + "#2: bye", RawServer.readLine(one));
            assertEquals("* " + USER + "#2 left, 1 here", RawServer.readLine(one));
            assertEquals("", RawServer.readText(two));
            assertEquals(1, chat.memberCount());
        }
    }

    @Test
    void aNameIsChosenAndTheNumberStays() throws IOException {
        try (RawServer server = new RawServer(ONE, new ChatService());
                SocketChannel one = join(server, 1, 1);
                SocketChannel two = join(server, 2, 2)) {
            RawServer.readLine(one);
            RawServer.write(two, "/name bob\nhi\n/name * you\n/etc/passwd is a file\n");
            assertEquals("* " + USER + "#2 is now bob#2", RawServer.readLine(one));
            assertEquals("bob#2: hi", RawServer.readLine(one));
            assertEquals("bob#2: /etc/passwd is a file", RawServer.readLine(one));
            assertEquals("* you are now bob#2", RawServer.readLine(two));
            assertEquals(
                    "* a name has 1 to 24 letters, digits, '_', '-' or '.', write /name NAME", RawServer.readLine(two));
        }
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndTheNextOneIsSaid() throws IOException {
        try (RawServer server = new RawServer(ONE, new ChatService());
                SocketChannel one = join(server, 1, 1);
                SocketChannel two = join(server, 2, 2)) {
            RawServer.readLine(one);
            String longest = "x".repeat(ChatService.MAX_LINE_BYTES);
            RawServer.write(two, longest + "\n" + longest + "x\nshort\n");
            assertEquals(USER + "#2: " + longest, RawServer.readLine(one));
            assertEquals(USER + "#2: short", RawServer.readLine(one));
            assertEquals("* line is too long, not sent: limit=4096 bytes", RawServer.readLine(two));
        }
    }

    @Test
    void whatCouldSteerATerminalDoesNotArrive() throws IOException {
        try (RawServer server = new RawServer(ONE, new ChatService());
                SocketChannel one = join(server, 1, 1);
                SocketChannel two = join(server, 2, 2)) {
            RawServer.readLine(one);
            RawServer.write(two, "a\u001b[31mb\u0007\u0085\tc\u202ed\u2028e\rf\n");
            RawServer.write(two, new byte[] {'g', (byte) 0xFF, 'h', 0, '\n'});
            RawServer.write(two, "grüße 🙂\n");
            assertEquals(USER + "#2: a\uFFFD[31mb\uFFFD\uFFFD\tc\uFFFDd\uFFFDe\uFFFDf", RawServer.readLine(one));
            assertEquals(USER + "#2: g\uFFFDh\uFFFD", RawServer.readLine(one));
            assertEquals(USER + "#2: grüße 🙂", RawServer.readLine(one));
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aServerThatClosesSaysSo(RawServer.Kind kind) throws IOException {
        RawServer server = new RawServer(kind, new ChatService());
        try (SocketChannel one = join(server, 1, 1)) {
            server.close();
            assertEquals("* server is closing", RawServer.readLine(one));
            assertEquals("", RawServer.readText(one));
        }
    }

    @Test
    void netcatAndSocatTakePart() throws IOException {
        Tools.require("nc");
        Tools.require("socat");
        ChatService chat = new ChatService();
        try (RawServer server = new RawServer(ONE, chat)) {
            String path = server.socket().toString();
            Process nc = new ProcessBuilder("nc", "-U", path).start();
            await().until(() -> chat.memberCount() == 1);
            Process socat = new ProcessBuilder("socat", "-", "UNIX-CONNECT:" + path).start();
            await().until(() -> chat.memberCount() == 2);
            nc.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
            nc.getOutputStream().flush();
            String greeting = socat.inputReader().readLine();
            assertTrue(greeting.startsWith("* you are " + USER + "#2"), greeting);
            assertEquals(USER + "#1: hello", socat.inputReader().readLine());
            nc.destroyForcibly();
            assertEquals("* " + USER + "#1 left, 1 here", socat.inputReader().readLine());
            socat.destroyForcibly();
        }
    }
}
