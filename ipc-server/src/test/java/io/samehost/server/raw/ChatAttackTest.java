package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.EngineKind;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that want to harm the room, or to pass for another member or for the room itself. */
@Timeout(60)
final class ChatAttackTest {
    private static final RawServer.Kind ONE = new RawServer.Kind("unix", EngineKind.LOOP);
    private static final String USER = System.getProperty("user.name");

    /** A member that has read its greeting. */
    private static SocketChannel join(RawServer server) throws IOException {
        SocketChannel member = server.connect();
        RawServer.readLine(member);
        return member;
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void aLineWithoutAnEndCostsNobodyAnything(EngineKind engine) throws IOException {
        try (RawServer server = new RawServer(new RawServer.Kind("unix", engine), new ChatService());
                SocketChannel one = join(server);
                SocketChannel two = join(server)) {
            RawServer.readLine(one);
            byte[] mebibyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                RawServer.write(two, mebibyte);
            }
            RawServer.write(one, "still here\n");
            assertEquals(USER + "#1: still here", RawServer.readLine(two));
            RawServer.write(two, "\nshort\n");
            assertEquals("* line is too long, not sent: limit=4096 bytes", RawServer.readLine(two));
            assertEquals(USER + "#2: short", RawServer.readLine(one));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root#1",
                "root: hi",
                "* server",
                "\u202etoor",
                "a\u200bb",
                "a b",
                "\u001b[2Jroot",
                "",
                "x\u0000y",
                "\uFFFD"
            })
    void aNameThatCouldPassForMoreThanOneIsRefused(String name) throws IOException {
        try (RawServer server = new RawServer(ONE, new ChatService());
                SocketChannel one = join(server);
                SocketChannel two = join(server)) {
            RawServer.readLine(one);
            RawServer.write(two, "/name " + name + "\nhi\n");
            assertEquals(
                    "* a name has 1 to 24 letters, digits, '_', '-' or '.', write /name NAME", RawServer.readLine(two));
            assertEquals(USER + "#2: hi", RawServer.readLine(one));
        }
    }

    @Test
    void textThatLooksLikeTheRoomsHasItsSpeakerBeforeIt() throws IOException {
        try (RawServer server = new RawServer(ONE, new ChatService());
                SocketChannel one = join(server);
                SocketChannel two = join(server)) {
            RawServer.readLine(one);
            RawServer.write(two, "* server is closing\na\r* server is closing\nroot#1: hi\n");
            assertEquals(USER + "#2: * server is closing", RawServer.readLine(one));
            assertEquals(USER + "#2: a\uFFFD* server is closing", RawServer.readLine(one));
            assertEquals(USER + "#2: root#1: hi", RawServer.readLine(one));
        }
    }

    /** Nobody of them reads. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void aCrowdThatComesAndGoesHoldsUpNobody(EngineKind engine) throws IOException {
        ChatService chat = new ChatService();
        List<SocketChannel> crowd = new ArrayList<>();
        try (RawServer server = new RawServer(new RawServer.Kind("unix", engine), chat);
                SocketChannel one = join(server)) {
            for (int i = 0; i < 300; i++) {
                crowd.add(server.connect());
                RawServer.write(crowd.get(i), "in\n");
            }
            await().until(() -> chat.memberCount() == 301);
            for (SocketChannel member : crowd) {
                member.close();
            }
            await().until(() -> chat.memberCount() == 1);
            String last = RawServer.readLine(one);
            while (!last.endsWith(" left, 1 here")) {
                last = RawServer.readLine(one);
            }
            try (SocketChannel two = join(server)) {
                RawServer.write(one, "hello\n");
                assertEquals(USER + "#1: hello", RawServer.readLine(two));
            }
        } finally {
            for (SocketChannel member : crowd) {
                member.close();
            }
        }
    }
}
