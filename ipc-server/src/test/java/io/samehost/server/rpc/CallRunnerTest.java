package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.address.Address;
import io.samehost.fixture.Background;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.report.Reports;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Memory;
import io.samehost.server.session.SendQueue;
import io.samehost.transport.output.OutputQueue;
import io.samehost.transport.peer.PeerCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message of a stream waits for the server's memory, which others may have taken meanwhile. */
@Timeout(20)
final class CallRunnerTest {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final HandlerThreads threads = new HandlerThreads(false);
    private final ShortConnection connection = new ShortConnection();
    private final CallTable calls = new CallTable(connection.output, connection);
    private final CallRunner runner = new CallRunner(
            connection, new Dispatcher(new Services(), threads, timer, new Failures(false), Reports.NONE), calls);
    private ActiveCall call;

    @BeforeEach
    void open() throws IOException {
        ByteBuffer request = ByteBuffer.wrap(Bytes.open(1, "stream"));
        RequestReceived received = assertInstanceOf(RequestReceived.class, calls.next(request));
        call = new ActiveCall(1, new IncomingRequest(received.request(), Optional.empty()), true);
        calls.enter(call);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private CompletableFuture<Void> send() {
        return Background.run(() -> {
            call.interruptible();
            runner.send(call, ByteBuffer.allocate(100_000));
        });
    }

    @Test
    void aMessageWaitsWhileTheServerHasNoMemoryForIt() throws Exception {
        CompletableFuture<Void> sent = send();
        Awaitility.await().until(() -> connection.asked.get() >= 3 || sent.isDone());
        assertFalse(sent.isDone());
        assertEquals(0, connection.output.sentBytes());
        connection.isShort = false;
        sent.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aMessageWaitsNoLongerThanItsCall() {
        CompletableFuture<Void> sent = send();
        Awaitility.await().until(() -> connection.asked.get() >= 3 || sent.isDone());
        calls.removeAll().forEach(ActiveCall::cancel);
        ExecutionException ended = assertThrows(ExecutionException.class, () -> sent.get(10, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, ended.getCause());
    }

    private static final class DrainedOutput extends OutputQueue implements SendQueue {
        DrainedOutput() {
            super(Channels.newChannel(new ByteArrayOutputStream()));
        }
    }

    /** Its server is short of memory at first. */
    private static final class ShortConnection implements Connection, Memory {
        private final DrainedOutput output = new DrainedOutput();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean isShort = true;

        @Override
        public boolean mayOwe(int bytes) {
            asked.incrementAndGet();
            return !isShort;
        }

        @Override
        public boolean owe(int bytes) {
            return mayOwe(bytes);
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public boolean isWanting() {
            return false;
        }

        @Override
        public boolean reserve(int bytes) {
            return true;
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public Address address() {
            return Address.parse("tcp:127.0.0.1:1");
        }

        @Override
        public Optional<PeerCredentials> peer() {
            return Optional.empty();
        }

        @Override
        public SendQueue output() {
            return output;
        }

        @Override
        public Memory memory() {
            return this;
        }

        @Override
        public void flush() {
            try {
                output.flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void resume() {}

        @Override
        public void finish() {}

        @Override
        public void endOutput() {}

        @Override
        public void close() {}
    }
}
