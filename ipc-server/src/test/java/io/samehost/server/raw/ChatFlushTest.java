package io.samehost.server.raw;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A chat whose members are written to by threads of its own: of those who do not read, and without threads for all. */
@Timeout(60)
final class ChatFlushTest {
    private static final String ALL = "io.samehost.server.raw.RawServer$Kind#all";

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void whoNeverReadsIsDroppedAndDelaysNobody(RawServer.Kind kind) throws IOException {
        int silent = 5;
        int readers = 44;
        ChatService chat = new ChatService();
        List<SocketChannel> members = new ArrayList<>();
        try (RawServer server = new RawServer(kind, chat)) {
            for (int i = 0; i < silent + readers + 1; i++) {
                members.add(i < silent ? server.connectWithSmallBuffer() : server.connect());
            }
            await().until(() -> chat.memberCount() == members.size());
            List<Reading> reading = members.subList(silent, silent + readers).stream()
                    .map(Reading::start)
                    .toList();
            SocketChannel speaker = members.get(silent + readers);
            String filler = "x".repeat(4000);
            int lines = 0;
            while (lines < 500 || chat.memberCount() > readers + 1) {
                int i = ++lines;
                RawServer.write(speaker, i + " " + filler + "\n");
                if (i % 50 == 0) { // a slow reader is not to be dropped
                    String last = ": " + i + " ";
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> reading.stream().allMatch(reader -> reader.last.contains(last)));
                }
            }
            int said = lines;
            await().until(() -> reading.stream().allMatch(reader -> reader.said == said && reader.dropped == silent));
        } finally {
            for (SocketChannel member : members) {
                member.close();
            }
        }
    }

    /** A member that reads, and counts what it reads. */
    private static final class Reading implements Runnable {
        private final SocketChannel channel;
        private volatile String last = "";
        private volatile int said;
        private volatile int dropped;

        private Reading(SocketChannel channel) {
            this.channel = channel;
        }

        private static Reading start(SocketChannel channel) {
            Reading reading = new Reading(channel);
            new Thread(reading).start();
            return reading;
        }

        @Override
        public void run() {
            ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
            StringBuilder text = new StringBuilder();
            try {
                while (channel.read(in.clear()) >= 0) {
                    text.append(StandardCharsets.UTF_8.decode(in.flip()));
                    for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                        line(text.substring(0, end));
                        text.delete(0, end + 1);
                    }
                }
            } catch (IOException e) {
                last = "failed: " + e; // or closed at the end of the test
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        private void line(String line) {
            if (!line.startsWith("* ")) {
                said++;
                last = line;
            } else if (line.contains(" was dropped")) {
                dropped++;
            }
        }
    }

    private static void runOnce(CountDownLatch ready, Runnable task) {
        try {
            ready.await();
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As under a limit of processes: what there are no threads for is left to those that there are. */
    @ParameterizedTest
    @MethodSource(ALL)
    void aRoomWithoutThreadsForAllReachesAll(RawServer.Kind kind) throws IOException {
        int most = 2;
        AtomicInteger threads = new AtomicInteger();
        CountDownLatch refused = new CountDownLatch(1);
        ChatService chat = new ChatService(new FlushThreads(task -> {
            if (threads.incrementAndGet() > most) {
                refused.countDown();
                throw new OutOfMemoryError("no threads left");
            }
            return new Thread(() -> runOnce(refused, task), "few"); // both are at work when a third is asked for
        }));
        List<SocketChannel> members = new ArrayList<>();
        try (RawServer server = new RawServer(kind, chat)) {
            for (int i = 1; i <= 20; i++) {
                members.add(server.connect());
            }
            await().until(() -> chat.memberCount() == members.size() && refused.getCount() == 0);
            for (int line = 0; line < 20; line++) {
                RawServer.write(members.get(0), "line " + line + "\n");
            }
            for (int i = 1; i < members.size(); i++) {
                String last = RawServer.readLine(members.get(i));
                while (!last.endsWith(": line 19")) {
                    last = RawServer.readLine(members.get(i));
                }
            }
        } finally {
            for (SocketChannel member : members) {
                member.close();
            }
        }
    }
}
