package io.samehost.bench.footprint;

import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.process.LiveHeap;
import io.samehost.bench.process.ParentLine;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import java.io.IOException;

/**
 * The server whose memory is measured: {@code FootprintServer ENGINE ADDRESS}. Echoes inline, and says on request how
 * many bytes are live on its heap ({@code heap}), how many were ever allocated ({@code allocated}), and how many connections
 * it has ({@code connections}).
 */
final class FootprintServer {
    private static final int BACKLOG = 4096;
    private static final int MOST_CONNECTIONS = 100_000;

    private FootprintServer() {}

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (Server server = Server.builder()
                .listen(args[1])
                .engine(EngineKind.valueOf(args[0]))
                .backlog(BACKLOG)
                .maxConnections(MOST_CONNECTIONS)
                .handleInline(BenchService.NAME, BenchService.ECHO, request -> request.payload())
                .start()) {
            parent.say("ready", server.addresses().get(0).toString());
            while (true) {
                String instruction = parent.next();
                parent.say(instruction, Long.toString(number(instruction, server)));
            }
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    private static long number(String instruction, Server server) {
        return switch (instruction) {
            case "heap" -> LiveHeap.bytes();
            case "allocated" -> AllocationCounter.bytes();
            case "connections" -> server.connectionCount();
            default -> throw new IllegalArgumentException("unknown: instruction=" + instruction);
        };
    }
}
