package io.samehost.bench.sharing;

import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.process.ParentLine;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.handler.RequestHandler;
import java.io.IOException;

/**
 * The server of a connection that many share: {@code SharingServer ENGINE ADDRESS}. It echoes inline, and by two handlers
 * that are registered alike, so that nothing tells the fast one from the slow one. Serves until its parent has gone.
 */
final class SharingServer {
    static final String FAST = "Fast";
    static final String SLOW = "Slow";
    static final long SLOW_MILLIS = 20;

    private SharingServer() {}

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (Server server = start(EngineKind.valueOf(args[0]), args[1])) {
            parent.say("ready", server.addresses().get(0).toString());
            parent.next();
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    static Server start(EngineKind engine, String address) throws IOException {
        RequestHandler echo = request -> request.payload();
        return Server.builder()
                .listen(address)
                .engine(engine)
                .handleInline(BenchService.NAME, BenchService.ECHO, echo)
                .handle(BenchService.NAME, FAST, echo)
                .handle(BenchService.NAME, SLOW, request -> {
                    Thread.sleep(SLOW_MILLIS);
                    return request.payload();
                })
                .start();
    }
}
