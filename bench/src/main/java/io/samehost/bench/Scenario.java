package io.samehost.bench;

/**
 * One thing to measure. {@code inFlight} is the window that is really used: 1 for ping-pong, and no more than
 * {@link #largestWindow} for pipelined.
 */
record Scenario(Transport transport, Engine engine, Layer layer, Pattern pattern, ByteSize size, int inFlight) {

    /** SO_SNDBUF of an AF_UNIX socket on Linux (net.core.wmem_default), and there is one for each direction. */
    private static final long KERNEL_BUFFERS_BYTES = 2 * 212_992;

    /**
     * What the kernel charges to the send buffer for a message beyond its bytes. The payload is counted twice, since
     * the kernel rounds its allocation up: 64 B were charged 766 and 1 KiB 2,295 bytes.
     */
    private static final long MESSAGE_OVERHEAD_BYTES = 1024;

    Scenario {
        if ((layer == Layer.FLOOR) != (engine == Engine.C)) {
            throw new IllegalArgumentException(
                    "the C engine and the floor belong together: layer=" + layer + " engine=" + engine);
        }
        int largest = pattern == Pattern.PING_PONG ? 1 : largestWindow(size);
        if (inFlight < 1 || inFlight > largest) {
            throw new IllegalArgumentException("window out of range: inFlight=" + inFlight + " largest=" + largest);
        }
    }

    /**
     * How many messages of a size can be under way while both ends block, without a deadlock. The client can block in
     * write only when its direction is full, and the server only when the other one is: as long as the window cannot
     * fill both, one of them always moves. It is the same for every transport, so that each gets the same window;
     * 0 means that not even one message fits.
     */
    static int largestWindow(ByteSize size) {
        return (int) (KERNEL_BUFFERS_BYTES / (2L * size.bytes() + MESSAGE_OVERHEAD_BYTES));
    }

    /** What scenarios that differ only in their transport have in common: these are compared. */
    Scenario over(Transport other) {
        return new Scenario(other, engine, layer, pattern, size, inFlight);
    }

    /** The C program that does the same over the same kind of socket. */
    Scenario floor() {
        return new Scenario(transport.floor(), Engine.C, Layer.FLOOR, pattern, size, inFlight);
    }

    /** Which section of a report it belongs to: {@code 64 B ping-pong}, {@code 1 KiB pipelined, 64 in flight}. */
    String load() {
        String words = size.words() + " " + pattern.label();
        return pattern == Pattern.PING_PONG ? words : words + ", " + inFlight + " in flight";
    }

    /** How it is implemented, with the transport left out: {@code raw, threads}. */
    String implementation() {
        return layer == Layer.FLOOR ? layer.label() : layer.label() + ", " + engine.label();
    }

    @Override
    public String toString() {
        return load() + ", " + implementation() + ", " + transport.label();
    }
}
