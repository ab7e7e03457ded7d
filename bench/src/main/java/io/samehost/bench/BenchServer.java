package io.samehost.bench;

import io.samehost.address.Address;
import io.samehost.server.EngineKind;
import io.samehost.server.RawService;
import io.samehost.server.RequestHandler;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.ServerStream;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.ListenFailedException;
import io.samehost.wire.OversizeException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The measured server process: {@code BenchServer SCENARIO ADDRESS}. Serves until its parent has gone. */
final class BenchServer {
    static final String SERVICE = "samehost.Echo";
    static final String METHOD = "Echo";

    /** Takes a client stream and answers with the number of its messages, as eight bytes. */
    static final String SINK = "Sink";

    /**
     * Sends messages for as many nanoseconds as the eight bytes of the request say, and answers with their number, as eight
     * bytes.
     */
    static final String SOURCE = "Source";

    private BenchServer() {}

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        Scenario scenario = Scenario.parse(args);
        try {
            serve(scenario, args[args.length - 1], parent);
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    /** @throws UnavailableException if it cannot listen: the socket file is new and any port will do, so it never can */
    private static void serve(Scenario scenario, String address, ParentLine parent)
            throws IOException, InterruptedException {
        try (Serving serving = serving(scenario, address)) {
            parent.say("ready", serving.address().toString());
            parent.next();
        } catch (ListenFailedException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }

    /** Whatever serves. */
    private record Serving(Address address, Closeable server) implements Closeable {
        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static Serving serving(Scenario scenario, String address) throws IOException {
        if (scenario.layer() == Layer.RAW && scenario.transport().isDatagram()) {
            DatagramEcho echo = DatagramEcho.start(address, scenario.waiting());
            return new Serving(echo.address(), echo);
        }
        if (scenario.layer() == Layer.RAW && scenario.waiting() == Wait.SPINNING) {
            SpinningEcho echo = SpinningEcho.start(address, scenario.buffers());
            return new Serving(echo.address(), echo);
        }
        Server server = start(scenario, address);
        return new Serving(server.addresses().get(0), server);
    }

    /** Sends back what it gets, or only counts it. */
    static Server start(Scenario scenario, String address) throws IOException {
        ServerBuilder builder = Server.builder()
                .listen(address)
                .engine(EngineKind.valueOf(scenario.engine().name()))
                .spin(scenario.layer().isRpc() ? scenario.waiting().spin() : Duration.ZERO)
                .backlog(Scenario.MOST_CONNECTIONS)
                .maxConnections(2 * Scenario.MOST_CONNECTIONS);
        if (!scenario.buffers().isDefault()) {
            builder.socketBuffers(scenario.buffers().bytes());
        }
        Delay delay = Delay.ofThisProcess();
        if (scenario.layer() == Layer.RAW) {
            builder.raw(delay.beforeService(raw(scenario)));
        } else {
            builder.handleStream(SERVICE, SINK, BenchServer::sink);
            byte[] message = Stamp.payload(scenario.size().bytes());
            builder.handleStream(SERVICE, SOURCE, stream -> source(stream, message));
            RequestHandler echo = delay.beforeHandler(request -> request.payload());
            if (scenario.layer() == Layer.RPC_DEFAULT) {
                builder.handle(SERVICE, METHOD, echo);
            } else {
                builder.handleInline(SERVICE, METHOD, echo);
            }
        }
        return builder.start();
    }

    private static RawService raw(Scenario scenario) {
        int sizeBytes = scenario.size().bytes();
        if (scenario.pattern() == Pattern.STREAM) {
            return new SinkService(sizeBytes);
        }
        return scenario.isEchoedWhole() ? new WholeEchoService(sizeBytes) : new EchoService();
    }

    private static void sink(ServerStream stream) throws InterruptedException {
        long count = 0;
        while (stream.receive().isPresent()) {
            count++;
        }
        stream.respond(eightBytes(count));
    }

    private static void source(ServerStream stream, byte[] message)
            throws IOException, InterruptedException, OversizeException {
        long endNanos =
                System.nanoTime() + ByteBuffer.wrap(stream.request().payload()).getLong();
        long count = 0;
        do {
            stream.send(message);
            count++;
        } while (System.nanoTime() - endNanos < 0);
        stream.respond(eightBytes(count));
    }

    static byte[] eightBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
