package io.samehost.server.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.report.Reports;
import io.samehost.server.rpc.Dispatcher;
import io.samehost.server.rpc.Failures;
import io.samehost.server.rpc.HandlerThreads;
import io.samehost.server.rpc.Services;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameDecoder;
import io.samehost.wire.frame.FrameHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The datagrams behind one that fails are served, and the place of its call is free again. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass
@ValueSource(strings = {"udp:127.0.0.1:0", "unixgram:%s/s"})
final class DatagramEndpointTest {
    /** With one place, a call that keeps it is the last one. */
    private static final int ONE_PLACE = 1;

    private static final int ROUNDS = 3;

    @Parameter
    private String address;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Services services = new Services();
    private TemporaryDirectory directory;
    private DatagramPort port;
    private DatagramPort client;
    private HandlerThreads threads;
    private DatagramEndpoint endpoint;

    /** Fails as the JDK does where the system gives no further thread, and as other errors would. */
    private static Error noThread(boolean common) {
        return common ? new OutOfMemoryError("unable to create native thread") : new InternalError("no thread");
    }

    @BeforeEach
    void bind() throws IOException {
        directory = new TemporaryDirectory();
        port = Datagrams.bind(Address.parse(String.format(address, directory.path())), ListenOptions.DEFAULT);
        client = Datagrams.connect(port.address());
        services.add(Bytes.SERVICE, "inline", new Services.Unary(ServerRequest::payload, true));
        services.add(Bytes.SERVICE, "work", new Services.Unary(ServerRequest::payload, false));
    }

    @AfterEach
    void close() throws Exception {
        endpoint.stop();
        endpoint.awaitIdle(Duration.ofSeconds(1));
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
        timer.shutdownNow();
        client.close();
        port.close();
        directory.close();
    }

    private void start(HandlerThreads handlers, ScheduledThreadPoolExecutor timerOfCalls) {
        threads = handlers;
        endpoint = new DatagramEndpoint(
                port, new Dispatcher(services, handlers, timerOfCalls, new Failures(false), Reports.NONE), ONE_PLACE);
        endpoint.start();
    }

    private static HandlerThreads failing(boolean common) {
        ThreadFactory factory = task -> {
            throw noThread(common);
        };
        return new HandlerThreads(factory);
    }

    private static byte[] leaveInterrupt(ServerRequest request) {
        Thread.currentThread().interrupt();
        return request.payload();
    }

    private void send(byte[] frame) throws IOException {
        assertTrue(client.write(ByteBuffer.wrap(frame)));
    }

    private FrameDecoder receive() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(1 << 16);
        while (!client.read(in)) {
            client.await(TimeUnit.SECONDS.toNanos(10));
        }
        FrameDecoder decoder = new FrameDecoder();
        assertEquals(FrameDecoder.Outcome.FRAME, decoder.decode(in.flip()));
        assertEquals(FrameHeader.TYPE_RESPONSE, decoder.type());
        return decoder;
    }

    private void assertServes(int streamId) throws Exception {
        send(Bytes.call(streamId, "inline", Bytes.of("alive")));
        FrameDecoder decoder = receive();
        assertEquals(streamId, decoder.streamId());
        assertEquals("alive", new String(decoder.response().payload(), StandardCharsets.UTF_8));
    }

    @Test
    void aHandlerForWhichThereIsNoThreadIsRefusedAndKeepsNoPlace() throws Exception {
        start(failing(true), timer);
        for (int round = 0; round < ROUNDS; round++) {
            send(Bytes.call(1, "work", Bytes.of("x")));
            assertEquals(
                    StatusCode.RESOURCE_EXHAUSTED, receive().response().status().code());
            assertServes(3);
        }
    }

    @Test
    void anErrorAtTheStartOfAThreadCostsOneDatagramAndKeepsNoPlace() throws Exception {
        start(failing(false), timer);
        for (int round = 0; round < ROUNDS; round++) {
            send(Bytes.call(1, "work", Bytes.of("x")));
            assertServes(3);
        }
    }

    @Test
    void aTimerThatFailsCostsOneDatagramAndKeepsNoPlace() throws Exception {
        try (FailingTimer failing = new FailingTimer()) {
            start(new HandlerThreads(false), failing);
            for (int round = 0; round < ROUNDS; round++) {
                send(Bytes.call(1, "work", Duration.ofSeconds(10)));
                assertServes(3);
            }
        }
    }

    @Test
    void aCallAtItsDeadlineGivesItsPlaceBack() throws Exception {
        services.add(
                Bytes.SERVICE,
                "sleep",
                new Services.Unary(
                        request -> {
                            TimeUnit.HOURS.sleep(1);
                            return new byte[0];
                        },
                        false));
        start(new HandlerThreads(false), timer);
        send(Bytes.call(1, "sleep", Duration.ofMillis(50)));
        send(Bytes.call(3, "work", Bytes.of("next")));
        assertEquals(3, receive().streamId());
    }

    @Test
    void anInterruptThatAnInlineHandlerLeavesStopsNothing() throws Exception {
        services.add(Bytes.SERVICE, "interrupted", new Services.Unary(DatagramEndpointTest::leaveInterrupt, true));
        start(new HandlerThreads(false), timer);
        for (int round = 0; round < ROUNDS; round++) {
            send(Bytes.call(1, "interrupted", Bytes.of("x")));
            assertEquals(1, receive().streamId());
            send(Bytes.call(3, "work", Bytes.of("waits for the place")));
            assertEquals(3, receive().streamId());
            assertServes(5);
        }
    }

    /** A timer that has no memory for a task. */
    private static final class FailingTimer extends ScheduledThreadPoolExecutor implements AutoCloseable {
        FailingTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            throw noThread(true);
        }

        @Override
        public void close() {
            shutdownNow();
        }
    }
}
