package io.samehost.bench;

import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.raw.EchoService;
import io.samehost.transport.ListenFailedException;
import java.io.IOException;

/** The measured server process: {@code BenchServer LAYER ENGINE ADDRESS}. Serves until its parent has gone. */
final class BenchServer {
    static final String SERVICE = "samehost.Echo";
    static final String METHOD = "Echo";

    private BenchServer() {}

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (Server server = start(Layer.valueOf(args[0]), EngineKind.valueOf(args[1]), args[2])) {
            parent.say("ready", server.addresses().get(0).toString());
            parent.next();
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    /**
     * Sends back what it gets.
     *
     * @throws UnavailableException if it cannot listen: the socket file is new and any port will do, so it never can
     */
    static Server start(Layer layer, EngineKind engine, String address) throws IOException {
        ServerBuilder builder = Server.builder().listen(address).engine(engine);
        if (layer == Layer.RAW) {
            builder.raw(new EchoService());
        } else {
            builder.handleInline(SERVICE, METHOD, request -> request.payload());
        }
        try {
            return builder.start();
        } catch (ListenFailedException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }
}
