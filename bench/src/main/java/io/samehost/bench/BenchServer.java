package io.samehost.bench;

import java.io.IOException;

/** The measured server process: {@code BenchServer LAYER ENGINE ADDRESS}. Serves until its parent has gone. */
final class BenchServer {
    private BenchServer() {}

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (MeasuredServer server = Stopgap.start(Layer.valueOf(args[0]), Engine.valueOf(args[1]), args[2])) {
            parent.say("ready", server.address());
            parent.next();
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }
}
