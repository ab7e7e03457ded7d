package io.samehost.client.stream;

import io.samehost.address.Address;
import io.samehost.client.Client;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.ServerStream;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;

/** A server of streams, over every transport and both engines, and its client. */
@Timeout(30)
abstract class StreamFixture {
    static final byte[] NOTHING = {};
    static final long PID = ProcessHandle.current().pid();
    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    final CountDownLatch greeted = new CountDownLatch(1);
    Server server;
    Client client;

    static Stream<Arguments> everyTransportAndEngine() {
        return Stream.of("unix:/tmp/sh-stream-" + PID, "unix:@sh-stream-" + PID, "tcp:127.0.0.1:0")
                .flatMap(address -> Stream.of(EngineKind.values()).map(engine -> Arguments.of(address, engine)));
    }

    void start(String address, EngineKind engine) throws Exception {
        server = Server.builder()
                .listen(Address.parse(address))
                .engine(engine)
                .handleBidi("s", "echo", ClientStreamTest::echo)
                .handleClientStream("s", "count", ClientStreamTest::count)
                .handleServerStream("s", "three", ClientStreamTest::three)
                .handleClientStream("s", "last", messages -> new byte[] {2})
                .handleBidi("s", "fail", stream -> {
                    throw new StatusException(StatusCode.NOT_FOUND, "no such thing");
                })
                .handleBidi("s", "hang", this::hang)
                .handleBidi("s", "greet", this::greet)
                .start();
        client = Client.connect(server.addresses().get(0));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    static void echo(ServerStream<byte[], byte[]> stream) throws Exception {
        for (byte[] message : stream) {
            stream.send(message);
        }
    }

    static byte[] count(Incoming<byte[]> messages) {
        long bytes = 0;
        for (byte[] message : messages) {
            bytes += message.length;
        }
        return Long.toString(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    static void three(byte[] request, Outgoing<byte[]> answers) throws Exception {
        answers.send(request);
        answers.send(NOTHING);
        answers.send(new byte[] {3});
    }

    void hang(ServerStream<byte[], byte[]> stream) throws InterruptedException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            if (stream.request().isCancelled()) {
                cancelled.countDown();
            }
            throw e;
        }
    }

    /** Sends one message, and takes none until {@link #greeted}. */
    void greet(ServerStream<byte[], byte[]> stream) throws Exception {
        stream.send(new byte[] {1});
        greeted.await();
        stream.forEach(message -> {});
    }
}
