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
 * Somebody else's ping-pong and stream: sockperf, by Mellanox, with its own code for sockets, clock and statistics.
 *
 * @param program where it is
 */
public record Sockperf(Path program, Placement placement, Placement.Processors processors) {
    private static final java.util.regex.Pattern MEDIAN =
            java.util.regex.Pattern.compile("percentile 50\\.000 = +([0-9.]+)");
    private static final java.util.regex.Pattern RATE = java.util.regex.Pattern.compile("Message Rate is ([0-9]+) ");
    private static final java.util.regex.Pattern VERSION =
            java.util.regex.Pattern.compile("version ([0-9]+)\\.([0-9]+)");
    private static final String READY = "to block on socket";

    /** The first that takes the path of a socket file for an address; Debian 12 has 3.7. */
    private static final int UNIX_MAJOR = 3;

    private static final int UNIX_MINOR = 8;

    /** It has no pipe to us whose end would end it, so a clock does, should we be killed. */
    private static final int LONGEST_SECONDS = 60;

    /** The place where its two processes meet; in a file, or at a port of loopback. */
    public record Meeting(List<String> options) {
        public static Meeting tcp() throws IOException {
            return new Meeting(List.of("--tcp", "-i", "127.0.0.1", "-p", Integer.toString(freePort())));
        }

        public static Meeting unix(Path socket) {
            return new Meeting(List.of("--tcp", "-i", socket.toString()));
        }
    }

    /** True if it is new enough for AF_UNIX. */
    public boolean hasUnix() throws IOException {
        try (Running version = Running.start(List.of(program.toString(), "--version"))) {
            return hasUnix(version.readAll());
        }
    }

    static boolean hasUnix(List<String> said) {
        Matcher matcher = VERSION.matcher(String.join(" ", said));
        if (!matcher.find()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > UNIX_MAJOR || (major == UNIX_MAJOR && Integer.parseInt(matcher.group(2)) >= UNIX_MINOR);
    }

    /**
     * Runs a fresh server and a fresh client for so long, one message at a time.
     *
     * @return the median round trip of a message, in nanoseconds
     */
    public double medianNanos(Meeting meeting, int sizeBytes, int seconds) throws IOException {
        return medianNanos(run("ping-pong", meeting, sizeBytes, seconds, List.of("--full-rtt")));
    }

    /**
     * The same one way, as fast as the socket takes it, with no-delay on as the floor has it.
     *
     * @return messages a second
     */
    public double messagesPerSecond(Meeting meeting, int sizeBytes, int seconds) throws IOException {
        List<String> noDelay = meeting.options().contains("-p") ? List.of("--tcp-avoid-nodelay") : List.of();
        return messagesPerSecond(run("throughput", meeting, sizeBytes, seconds, noDelay));
    }

    private List<String> run(String what, Meeting meeting, int sizeBytes, int seconds, List<String> more)
            throws IOException {
        try (Running server = Running.start(command(placement.serverPrefix(processors), "server", meeting.options()))) {
            server.readUntil(READY);
            List<String> options = new ArrayList<>(meeting.options());
            options.addAll(List.of("-m", Integer.toString(sizeBytes), "-t", Integer.toString(seconds)));
            options.addAll(more);
            try (Running client = Running.start(command(placement.clientPrefix(processors), what, options))) {
                return client.readAll();
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
        return 1000 * number(MEDIAN, "median", output);
    }

    static double messagesPerSecond(List<String> output) throws IOException {
        return number(RATE, "rate", output);
    }

    private static double number(java.util.regex.Pattern pattern, String what, List<String> output) throws IOException {
        for (String line : output) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return Double.parseDouble(matcher.group(1));
            }
        }
        throw new IOException("sockperf says no " + what + ": output=" + String.join(" | ", output));
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
