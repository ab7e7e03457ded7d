package io.samehost.bench;

/** How the client sends. Both patterns are closed loops, so their latency is service time, not response time. */
enum Pattern {
    /** One message, its reply, the next message: compared by median latency. */
    PING_PONG("ping-pong", "lower median latency"),
    /**
     * A window of messages in flight over one connection: compared by messages per second. All that the window
     * allows leaves in one write, as it does with a client that coalesces its output.
     */
    PIPELINED("pipelined", "more messages per second");

    private final String label;
    private final String better;

    Pattern(String label, String better) {
        this.label = label;
        this.better = better;
    }

    String label() {
        return label;
    }

    /** What makes one transport faster than another in this pattern. */
    String better() {
        return better;
    }
}
