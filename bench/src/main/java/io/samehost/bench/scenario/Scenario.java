package io.samehost.bench.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing to measure.
 *
 * @param waiting what both ends do while there is nothing to read
 * @param inFlight messages under way at once: the window of pipelined and bulk, no more than {@link #largestWindow}; the
 *     connections of many, one message on each; 1 for the other closed loops, and without a meaning for open ones
 * @param buffers what both ends set
 */
public record Scenario(
        MeasuredTransport transport,
        ServerKind engine,
        Layer layer,
        Wait waiting,
        Pattern pattern,
        ByteSize size,
        int inFlight,
        SendRate pace,
        BufferSize buffers) {

    public static final int MOST_CONNECTIONS = 1000;

    /** The limit if no socket sets one: a client keeps a payload for each message in flight. */
    private static final int LARGEST_WINDOW = 16 * 1024;

    /**
     * The bytes that the kernel charges to the send buffer for a message beyond its own. The payload is counted twice, since
     * the kernel rounds its allocation up: 64 B were charged 766 and 1 KiB 2,295 bytes.
     */
    private static final long MESSAGE_OVERHEAD_BYTES = 1024;

    /** A closed loop. */
    public Scenario(
            MeasuredTransport transport, ServerKind engine, Layer layer, Pattern pattern, ByteSize size, int inFlight) {
        this(transport, engine, layer, pattern, size, inFlight, SendRate.CLOSED);
    }

    /** One whose ends block, with the buffers that the system gives. */
    public Scenario(
            MeasuredTransport transport,
            ServerKind engine,
            Layer layer,
            Pattern pattern,
            ByteSize size,
            int inFlight,
            SendRate pace) {
        this(transport, engine, layer, Wait.BLOCKING, pattern, size, inFlight, pace, BufferSize.DEFAULT);
    }

    public Scenario {
        if ((layer == Layer.FLOOR) != engine.isFloor()) {
            throw new IllegalArgumentException(
                    "the C engine and the floor belong together: layer=" + layer + " engine=" + engine);
        }
        if (!pace.fits(pattern)) {
            throw new IllegalArgumentException("another pace: pattern=" + pattern + " pace=" + pace);
        }
        if ((layer == Layer.PEER) != engine.isPeer()) {
            throw new IllegalArgumentException("peers have engines of their own: layer=" + layer + " engine=" + engine);
        }
        int largest = largestInFlight(layer, pattern, size, buffers);
        if (inFlight < 1 || inFlight > largest) {
            throw new IllegalArgumentException("window out of range: inFlight=" + inFlight + " largest=" + largest);
        }
    }

    private static int largestInFlight(Layer layer, Pattern pattern, ByteSize size, BufferSize buffers) {
        if (pattern.isWindowed()) {
            return largestWindow(layer, size, buffers);
        }
        return pattern == Pattern.MANY ? MOST_CONNECTIONS : 1;
    }

    /** {@link #largestWindow(ByteSize, BufferSize)} where both ends block; the others read while they cannot write. */
    public static int largestWindow(Layer layer, ByteSize size, BufferSize buffers) {
        return layer.blocksBothEnds() ? largestWindow(size, buffers) : LARGEST_WINDOW;
    }

    /**
     * The number of messages that can be under way while both ends block, without a deadlock. The client can block in
     * write only when its direction is full, and the server only when the other one is: as long as the window cannot
     * fill both send buffers, one of them always moves. It is the same for every transport, so that each gets the same
     * window. A message that is {@link #isEchoedWhole echoed whole} is under way alone.
     */
    public static int largestWindow(ByteSize size, BufferSize buffers) {
        return (int) Math.max(1, fitting(size, buffers));
    }

    /**
     * True if messages are so large that a server which echoes bytes as they come would block against its client: then
     * the server takes all of one before it sends the first byte back.
     */
    public boolean isEchoedWhole() {
        return fitting(size, buffers) < 1;
    }

    private static long fitting(ByteSize size, BufferSize buffers) {
        return 2 * buffers.kernelBytes() / (2L * size.bytes() + MESSAGE_OVERHEAD_BYTES);
    }

    /** The same over another transport: scenarios that differ only in it are compared. */
    public Scenario over(MeasuredTransport other) {
        return new Scenario(other, engine, layer, waiting, pattern, size, inFlight, pace, buffers);
    }

    public Scenario waiting(Wait other) {
        return new Scenario(transport, engine, layer, other, pattern, size, inFlight, pace, buffers);
    }

    public boolean hasFloor() {
        return pattern.hasFloor() && !transport.isDatagram();
    }

    /**
     * The C program that does the same over the same kind of socket, with as large a window as it can have, if it
     * {@link #hasFloor}.
     */
    public Scenario floor() {
        int window = pattern.isWindowed() ? Math.min(inFlight, largestWindow(size, buffers)) : inFlight;
        return new Scenario(
                transport.floor(), ServerKind.C, Layer.FLOOR, waiting, pattern, size, window, pace, buffers);
    }

    /** Options for the JVM of either end. */
    public List<String> jvmOptions() {
        return Stream.concat(transport.jvmOptions().stream(), layer.jvmOptions().stream())
                .toList();
    }

    /** For the command line of a measured process; {@link #parse} reads it. */
    public List<String> arguments() {
        return List.of(
                transport.name(),
                engine.name(),
                layer.name(),
                waiting.name(),
                pattern.name(),
                Integer.toString(size.bytes()),
                Integer.toString(inFlight),
                Integer.toString(pace.perSecond()),
                Long.toString(pace.p99BoundNanos()),
                Integer.toString(buffers.bytes()));
    }

    /** Reads the first ten of {@code arguments}. */
    public static Scenario parse(String... arguments) {
        return new Scenario(
                MeasuredTransport.valueOf(arguments[0]),
                ServerKind.valueOf(arguments[1]),
                Layer.valueOf(arguments[2]),
                Wait.valueOf(arguments[3]),
                Pattern.valueOf(arguments[4]),
                new ByteSize(Integer.parseInt(arguments[5])),
                Integer.parseInt(arguments[6]),
                new SendRate(Integer.parseInt(arguments[7]), Long.parseLong(arguments[8])),
                new BufferSize(Integer.parseInt(arguments[9])));
    }

    /** The section of a report that it belongs to: {@code 64 B ping-pong}, {@code 1 KiB pipelined, 64 in flight}. */
    public String load() {
        return size.words() + " " + pattern.label() + atOnce() + pace.words() + buffers.words();
    }

    private String atOnce() {
        if (pattern == Pattern.MANY) {
            return ", " + inFlight + (inFlight == 1 ? " connection" : " connections");
        }
        return pattern.isWindowed() ? ", " + inFlight + " in flight" : "";
    }

    /** The program without the transport: {@code raw, threads}, and {@code , spinning} if it spins. */
    public String implementation() {
        return (engine.isFloor() ? layer.label() : layer.label() + ", " + engine.label())
                + (waiting == Wait.SPINNING ? ", " + waiting.label() : "");
    }

    @Override
    public String toString() {
        return load() + ", " + implementation() + ", " + transport.label();
    }
}
