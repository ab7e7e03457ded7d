package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A room takes no more of the server's memory than other services do. */
@Timeout(60)
final class ChatMemoryTest {
    private static final int SILENT = 80;
    private static final String LINE = "x".repeat(4000);

    /** Too few for one of them to be dropped where there is memory. */
    private static final int LINES = ChatService.MAX_QUEUED_BYTES / (LINE.length() + 100);

    @ParameterizedTest
    @MethodSource("io.samehost.server.raw.RawServer$Kind#all")
    void membersThatDoNotReadAreDroppedWhereMemoryIsShort(RawServer.Kind kind) throws IOException {
        ChatService chat = new ChatService();
        List<SocketChannel> silent = new ArrayList<>();
        try (RawServer server = new RawServer(
                        kind, chat, builder -> builder.memoryBudget(1 << 20).socketBuffers(16 * 1024));
                SocketChannel reader = server.connect();
                SocketChannel talker = server.connect()) {
            for (int i = 0; i < SILENT; i++) {
                silent.add(server.connectWithSmallBuffer());
            }
            await().until(() -> chat.memberCount() == SILENT + 2);
            for (int i = 0; i < LINES; i++) {
                RawServer.write(talker, i + " " + LINE + "\n");
                awaitLine(reader, ": " + i + " " + LINE);
            }
            assertTrue(chat.memberCount() < SILENT, () -> "members=" + chat.memberCount());
        } finally {
            for (SocketChannel member : silent) {
                member.close();
            }
        }
    }

    private static void awaitLine(SocketChannel reader, String end) throws IOException {
        String line = RawServer.readLine(reader);
        while (!line.endsWith(end)) {
            line = RawServer.readLine(reader);
        }
    }
}
