package io.samehost.bench.scenario;

/**
 * The order in which a client sends. All but {@link #RATE} and {@link #MAX_RATE} are closed loops, so their latency is service time,
 * not response time, and never stands in one chart with theirs.
 */
public enum Pattern {
    /** One message, its reply, the next message: compared by median latency. */
    PING_PONG("ping-pong", "lower median latency"),
    /**
     * A window of messages in flight over one connection: compared by messages per second. All that the window
     * allows leaves in one write, as it does with a client that coalesces its output.
     */
    PIPELINED("pipelined", "more messages per second"),
    /** Pipelined with large messages, and as many in flight as the socket buffers hold. */
    BULK("bulk", "more messages per second"),
    /** One way into a sink that answers at the very end only. Latency is how long the sender was held by a message. */
    STREAM("stream", "more messages per second"),
    /** The other way: the server sends for some time. Latency is how long the receiver waited for a message. */
    SERVER_STREAM("server-stream", "more messages per second"),
    /** Connect, one message, its reply, close. Failures are counted, and the next one is tried. */
    CONNECT("connect", "more connections per second"),
    /** Messages leave when they are planned, whatever became of those before; latency from the planned time. */
    RATE("rate", "lower 99th percentile of latency"),
    /** The warm-up looks for the highest rate whose 99th percentile holds a bound, which is then measured. */
    MAX_RATE("max-rate", "a higher rate within the bound"),
    /** Many connections, and one message in flight on each. */
    MANY("many", "more messages per second"),
    /** Datagrams as fast as the socket takes them; what does not come back is lost. */
    FLOOD("flood", "more messages per second");

    private final String label;
    private final String better;

    Pattern(String label, String better) {
        this.label = label;
        this.better = better;
    }

    public String label() {
        return label;
    }

    /** The advantage that makes one transport faster than another in this pattern. */
    public String better() {
        return better;
    }

    /** True if messages leave when they are planned, and not when a reply has come. */
    boolean isOpenLoop() {
        return this == RATE || this == MAX_RATE;
    }

    /** True if transports are compared by a latency, and not by a number of messages. */
    public boolean comparesLatency() {
        return this == PING_PONG || this == RATE;
    }

    /** Its name in the results for machines. */
    public String comparedFigure() {
        return switch (this) {
            case PING_PONG -> "p50Nanos";
            case RATE -> "p99Nanos";
            case PIPELINED, BULK, STREAM, SERVER_STREAM, CONNECT, MAX_RATE, MANY, FLOOD -> "messagesPerSecond";
        };
    }

    /** True if several messages share one connection. */
    public boolean isWindowed() {
        return this == PIPELINED || this == BULK;
    }

    /** True if there is a program of this layer that does it; raw services answer and send nothing of their own accord. */
    public boolean isIn(Layer layer) {
        return switch (layer) {
            case RAW -> this != SERVER_STREAM;
            case RPC_TYPED -> this == PING_PONG;
            case RPC_INTERCEPTED, RPC_WITHOUT_JFR -> this == PING_PONG || this == PIPELINED;
            case RPC_BUFFERS -> isWindowed() || this == STREAM || this == SERVER_STREAM;
            case FLOOR, RPC, RPC_DEFAULT, PEER -> true;
        };
    }

    /** True if the C program does it too. */
    public boolean hasFloor() {
        return !isOpenLoop() && this != MANY && this != FLOOD;
    }
}
