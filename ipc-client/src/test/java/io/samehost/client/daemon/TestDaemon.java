package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.server.ServerBuilder;
import io.samehost.server.daemon.Daemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A daemon as the tests start it: its version, how long it may be idle, and what is wrong with it. */
public final class TestDaemon {
    /** A fault: the daemon serves once there is the file that the rest names. */
    static final String UNTIL = "until:";

    /** The same, once the daemon is known to be the only one. */
    static final String LOCKED_UNTIL = "locked:";

    private static final Duration LONG = Duration.ofHours(1);

    private TestDaemon() {}

    /** Runs the daemon of the tool {@code test}. */
    public static void main(String[] args) throws Exception {
        System.out.println("daemon begins: version=" + args[0]);
        if (args[2].equals("throws")) {
            throw new IllegalStateException("no such planet");
        }
        if (args[2].equals("sleeps")) {
            Thread.sleep(LONG.toMillis());
        }
        if (args[2].startsWith(UNTIL)) {
            awaitFile(args[2].substring(UNTIL.length()));
        }
        Daemon.of("test", args[0]).closeWhenIdle(Duration.parse(args[1])).run(builder -> {
            if (args[2].startsWith(LOCKED_UNTIL)) {
                awaitFile(args[2].substring(LOCKED_UNTIL.length()));
            }
            addTo(builder, args[0]);
        });
    }

    private static void awaitFile(String path) {
        Awaitility.await().atMost(LONG).until(() -> Files.exists(Path.of(path)));
    }

    private static void addTo(ServerBuilder builder, String version) {
        builder.handle(
                        "test.Tool",
                        "Pid",
                        request -> Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8))
                .handle("test.Tool", "Version", request -> version.getBytes(UTF_8))
                .handle("test.Tool", "Fds", request -> Descriptors.open().getBytes(UTF_8))
                .handle("test.Tool", "Wait", request -> {
                    Thread.sleep(Long.parseLong(new String(request.payload(), UTF_8)));
                    return request.payload();
                });
    }
}
