package io.samehost.bench.floor;

import io.samehost.bench.process.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Somebody else's ping-pong over TCP loopback: sockperf, by Mellanox, with its own code for sockets, clock and statistics.
 *
 * @param program where it is
 */
public record Sockperf(Path program, Placement placement, Placement.Processors processors) {
    private static final java.util.regex.Pattern MEDIAN =
            java.util.regex.Pattern.compile("percentile 50\\.000 = +([0-9.]+)");
    private static final String READY = "to block on socket";

    /** It has no pipe to us whose end would end it, so a clock does, should we be killed. */
    private static final int LONGEST_SECONDS = 60;

    /**
     * Runs a fresh server and a fresh client for so long.
     *
     * @return the median round trip of a message, in nanoseconds
     */
    public double medianNanos(int sizeBytes, int seconds) throws IOException {
        List<String> address = List.of("--tcp", "-i", "127.0.0.1", "-p", Integer.toString(freePort()));
        try (Running server = Running.start(command(placement.serverPrefix(processors), "server", address))) {
            server.readUntil(READY);
            List<String> options = new ArrayList<>(address);
            options.addAll(List.of("-m", Integer.toString(sizeBytes), "-t", Integer.toString(seconds), "--full-rtt"));
            try (Running client = Running.start(command(placement.clientPrefix(processors), "ping-pong", options))) {
                return medianNanos(client.readAll());
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private List<String> command(List<String> prefix, String what, List<String> options) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("timeout", "--foreground", Integer.toString(LONGEST_SECONDS)));
        command.addAll(List.of(program.toString(), what));
        command.addAll(options);
        return command;
    }

    /** Reads what a client says at its end. */
    public static double medianNanos(List<String> output) throws IOException {
        for (String line : output) {
            Matcher matcher = MEDIAN.matcher(line);
            if (matcher.find()) {
                return 1000 * Double.parseDouble(matcher.group(1));
            }
        }
        throw new IOException("sockperf says no median: output=" + String.join(" | ", output));
    }

    /** One of its processes; it ends with us if a signal ends us. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final Thread hook;

        private Running(Process process) {
            this.process = process;
            this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.hook = new Thread(process::destroy, "sockperf-end");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        static Running start(List<String> command) throws IOException {
            return new Running(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        }

        void readUntil(String words) throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(words)) {
                    return;
                }
                lines.add(line);
            }
            throw new IOException("sockperf server ended: output=" + String.join(" | ", lines));
        }

        List<String> readAll() {
            return output.lines().toList();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // it is running already, and finds the process ended
            }
        }
    }
}
