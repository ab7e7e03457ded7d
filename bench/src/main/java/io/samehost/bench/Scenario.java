package io.samehost.bench;

import java.util.List;

/**
 * One thing to measure.
 *
 * @param waiting what both ends do while there is nothing to read
 * @param inFlight messages under way at once: the window of pipelined and bulk, no more than {@link #largestWindow}; the
 *     connections of many, one message on each; 1 for the other closed loops, and without a meaning for open ones
 * @param buffers what both ends set
 */
record Scenario(
        Transport transport,
        Engine engine,
        Layer layer,
        Wait waiting,
        Pattern pattern,
        ByteSize size,
        int inFlight,
        Pace pace,
        SocketBuffers buffers) {

    static final int MOST_CONNECTIONS = 1000;

    /** Of those that no socket limits: a client keeps a payload for each message in flight. */
    private static final int LARGEST_WINDOW = 16 * 1024;

    /**
     * What the kernel charges to the send buffer for a message beyond its bytes. The payload is counted twice, since
     * the kernel rounds its allocation up: 64 B were charged 766 and 1 KiB 2,295 bytes.
     */
    private static final long MESSAGE_OVERHEAD_BYTES = 1024;

    /** A closed loop. */
    Scenario(Transport transport, Engine engine, Layer layer, Pattern pattern, ByteSize size, int inFlight) {
        this(transport, engine, layer, pattern, size, inFlight, Pace.CLOSED);
    }

    /** One whose ends block, with the buffers that the system gives. */
    Scenario(Transport transport, Engine engine, Layer layer, Pattern pattern, ByteSize size, int inFlight, Pace pace) {
        this(transport, engine, layer, Wait.BLOCKING, pattern, size, inFlight, pace, SocketBuffers.DEFAULT);
    }

    Scenario {
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

    private static int largestInFlight(Layer layer, Pattern pattern, ByteSize size, SocketBuffers buffers) {
        if (pattern.isWindowed()) {
            return largestWindow(layer, size, buffers);
        }
        return pattern == Pattern.MANY ? MOST_CONNECTIONS : 1;
    }

    /** {@link #largestWindow(ByteSize, SocketBuffers)} where both ends block; the others read while they cannot write. */
    static int largestWindow(Layer layer, ByteSize size, SocketBuffers buffers) {
        return layer.blocksBothEnds() ? largestWindow(size, buffers) : LARGEST_WINDOW;
    }

    /**
     * How many messages of a size can be under way while both ends block, without a deadlock. The client can block in
     * write only when its direction is full, and the server only when the other one is: as long as the window cannot
     * fill both send buffers, one of them always moves. It is the same for every transport, so that each gets the same
     * window. A message that is {@link #isEchoedWhole echoed whole} is under way alone.
     */
    static int largestWindow(ByteSize size, SocketBuffers buffers) {
        return (int) Math.max(1, fitting(size, buffers));
    }

    /**
     * Whether messages are so large that a server which echoes bytes as they come would block against its client: then
     * the server takes all of one before it sends the first byte back.
     */
    boolean isEchoedWhole() {
        return fitting(size, buffers) < 1;
    }

    private static long fitting(ByteSize size, SocketBuffers buffers) {
        return 2 * buffers.kernelBytes() / (2L * size.bytes() + MESSAGE_OVERHEAD_BYTES);
    }

    /** What scenarios that differ only in their transport have in common: these are compared. */
    Scenario over(Transport other) {
        return new Scenario(other, engine, layer, waiting, pattern, size, inFlight, pace, buffers);
    }

    Scenario waiting(Wait other) {
        return new Scenario(transport, engine, layer, other, pattern, size, inFlight, pace, buffers);
    }

    boolean hasFloor() {
        return pattern.hasFloor() && !transport.isDatagram();
    }

    /**
     * The C program that does the same over the same kind of socket, with as large a window as it can have, if it
     * {@link #hasFloor}.
     */
    Scenario floor() {
        int window = pattern.isWindowed() ? Math.min(inFlight, largestWindow(size, buffers)) : inFlight;
        return new Scenario(transport.floor(), Engine.C, Layer.FLOOR, waiting, pattern, size, window, pace, buffers);
    }

    /** For the command line of a measured process; {@link #parse} reads it. */
    List<String> arguments() {
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
    static Scenario parse(String... arguments) {
        return new Scenario(
                Transport.valueOf(arguments[0]),
                Engine.valueOf(arguments[1]),
                Layer.valueOf(arguments[2]),
                Wait.valueOf(arguments[3]),
                Pattern.valueOf(arguments[4]),
                new ByteSize(Integer.parseInt(arguments[5])),
                Integer.parseInt(arguments[6]),
                new Pace(Integer.parseInt(arguments[7]), Long.parseLong(arguments[8])),
                new SocketBuffers(Integer.parseInt(arguments[9])));
    }

    /** Which section of a report it belongs to: {@code 64 B ping-pong}, {@code 1 KiB pipelined, 64 in flight}. */
    String load() {
        return size.words() + " " + pattern.label() + atOnce() + pace.words() + buffers.words();
    }

    private String atOnce() {
        if (pattern == Pattern.MANY) {
            return ", " + inFlight + (inFlight == 1 ? " connection" : " connections");
        }
        return pattern.isWindowed() ? ", " + inFlight + " in flight" : "";
    }

    /** How it is implemented, with the transport left out: {@code raw, threads}, and {@code , spinning} if it does. */
    String implementation() {
        return (engine.isFloor() ? layer.label() : layer.label() + ", " + engine.label())
                + (waiting == Wait.SPINNING ? ", " + waiting.label() : "");
    }

    @Override
    public String toString() {
        return load() + ", " + implementation() + ", " + transport.label();
    }
}
