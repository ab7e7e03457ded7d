package io.samehost.bench;

import io.samehost.server.EngineKind;
import io.samehost.server.RawService;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.ServerStream;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.ListenFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The measured server process: {@code BenchServer SCENARIO ADDRESS}. Serves until its parent has gone. */
final class BenchServer {
    static final String SERVICE = "samehost.Echo";
    static final String METHOD = "Echo";

    /** Takes a client stream and answers with the number of its messages, as eight bytes. */
    static final String SINK = "Sink";

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

    private static void serve(Scenario scenario, String address, ParentLine parent)
            throws IOException, InterruptedException {
        if (scenario.transport() == Transport.TCP_NAGLE) {
            try (NagleServer server = NagleServer.start()) {
                parent.say("ready", server.address());
                parent.next();
            }
        } else {
            try (Server server = start(scenario, address)) {
                parent.say("ready", server.addresses().get(0).toString());
                parent.next();
            }
        }
    }

    /**
     * Sends back what it gets, or only counts it.
     *
     * @throws UnavailableException if it cannot listen: the socket file is new and any port will do, so it never can
     */
    static Server start(Scenario scenario, String address) throws IOException {
        ServerBuilder builder = Server.builder()
                .listen(address)
                .engine(EngineKind.valueOf(scenario.engine().name()))
                .backlog(Scenario.MOST_CONNECTIONS)
                .maxConnections(2 * Scenario.MOST_CONNECTIONS);
        Delay delay = Delay.ofThisProcess();
        if (scenario.layer() == Layer.RAW) {
            builder.raw(delay.beforeService(raw(scenario)));
        } else {
            builder.handleInline(SERVICE, METHOD, delay.beforeHandler(request -> request.payload()))
                    .handleStream(SERVICE, SINK, BenchServer::sink);
        }
        try {
            return builder.start();
        } catch (ListenFailedException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }

    private static RawService raw(Scenario scenario) {
        int sizeBytes = scenario.size().bytes();
        if (scenario.pattern() == Pattern.STREAM) {
            return new SinkService(sizeBytes);
        }
        return Scenario.isEchoedWhole(scenario.size()) ? new WholeEchoService(sizeBytes) : new EchoService();
    }

    private static void sink(ServerStream stream) throws InterruptedException {
        long count = 0;
        while (stream.receive().isPresent()) {
            count++;
        }
        stream.respond(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }
}
