package io.samehost.bench.soak;

import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.process.LiveHeap;
import io.samehost.bench.process.ParentLine;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.handler.RequestHandler;
import java.io.IOException;

/** The server under load: {@code SoakServer ENGINE ADDRESS}. Echoes inline, and says its {@code heap} on request. */
final class SoakServer {
    private SoakServer() {}

    public static void main(String[] args) throws InterruptedException {
        serve(args, request -> request.payload());
    }

    static void serve(String[] args, RequestHandler echo) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (Server server = Server.builder()
                .listen(args[1])
                .engine(EngineKind.valueOf(args[0]))
                .handleInline(BenchService.NAME, BenchService.ECHO, echo)
                .start()) {
            parent.say("ready", server.addresses().get(0).toString());
            while (true) {
                parent.say(parent.next(), Long.toString(LiveHeap.bytes()));
            }
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }
}
