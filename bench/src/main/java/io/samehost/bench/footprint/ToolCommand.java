package io.samehost.bench.footprint;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.daemon.DaemonCommand;
import io.samehost.client.daemon.DaemonStatus;
import io.samehost.client.daemon.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The command of a small tool, as its author would write it. {@code ToolCommand count} prints how often the daemon was asked,
 * and starts it if it does not run. {@code ToolCommand stop} ends the daemon.
 */
final class ToolCommand {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final byte[] NO_BYTES = {};

    private ToolCommand() {}

    public static void main(String[] args) throws InterruptedException {
        Tool tool = Tool.of(ToolDaemon.NAME, ToolDaemon.VERSION).startedBy(DaemonCommand.ofMain(ToolDaemon.class));
        try {
            if (args[0].equals("stop")) {
                stop(tool);
            } else {
                count(tool);
            }
        } catch (IOException | CallException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void count(Tool tool) throws IOException, CallException {
        try (Client client = tool.connect()) {
            byte[] number = client.call(ToolDaemon.SERVICE, ToolDaemon.COUNT, NO_BYTES);
            System.out.println(new String(number, StandardCharsets.UTF_8));
        }
    }

    /** Returns when the process is gone, which it is a moment after it is no daemon any more. */
    private static void stop(Tool tool) throws IOException, InterruptedException {
        Optional<ProcessHandle> daemon = tool.status().map(DaemonStatus::pid).flatMap(ProcessHandle::of);
        try {
            tool.stop(GRACE);
        } finally {
            if (daemon.isPresent()) {
                end(daemon.get());
            }
        }
    }

    /** Kills it if it takes its time. */
    private static void end(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }
}
