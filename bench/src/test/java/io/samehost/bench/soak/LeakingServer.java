package io.samehost.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fixture: the server of a soak that keeps objects, memory beside the heap and files, some in every few milliseconds of calls. */
final class LeakingServer {
    private static final int KEPT_BYTES = 300_000;
    private static final long PAUSE_NANOS = 5_000_000;

    /** Guarded by the class. */
    private static final List<Kept> LEAK = new ArrayList<>();

    private static long lastNanos = System.nanoTime();

    private record Kept(byte[] object, ByteBuffer memory, InputStream file) {}

    private LeakingServer() {}

    public static void main(String[] args) throws InterruptedException {
        SoakServer.serve(args, request -> {
            leak();
            return request.payload();
        });
    }

    private static synchronized void leak() throws IOException {
        long nowNanos = System.nanoTime();
        if (nowNanos - lastNanos > PAUSE_NANOS) {
            lastNanos = nowNanos;
            LEAK.add(new Kept(
                    new byte[KEPT_BYTES],
                    ByteBuffer.allocateDirect(KEPT_BYTES),
                    Files.newInputStream(Path.of("/dev/null"))));
        }
    }
}
