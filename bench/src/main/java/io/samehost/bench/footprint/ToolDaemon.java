package io.samehost.bench.footprint;

import io.samehost.server.daemon.Daemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The daemon of the tool whose command is {@link ToolCommand}: it answers with the number of its answers. */
final class ToolDaemon {
    static final String NAME = "bench-tool";
    static final String VERSION = "1.0";
    static final String SERVICE = "bench.Tool";
    static final String COUNT = "Count";

    /** The end of one whose benchmark was killed, and did not stop it. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

    private ToolDaemon() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        AtomicInteger answers = new AtomicInteger();
        Daemon.of(NAME, VERSION)
                .closeWhenIdle(LONGEST_IDLE)
                .run(builder -> builder.handle(
                        SERVICE,
                        COUNT,
                        request -> Integer.toString(answers.incrementAndGet()).getBytes(StandardCharsets.UTF_8)));
    }
}
