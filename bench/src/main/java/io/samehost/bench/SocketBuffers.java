package io.samehost.bench;

/**
 * SO_SNDBUF and SO_RCVBUF that both ends of a connection ask for.
 *
 * @param bytes as a program asks for them, of which Linux lets a socket use twice as much; 0 where nothing is set
 */
record SocketBuffers(int bytes) {
    /** What the system gives. */
    static final SocketBuffers DEFAULT = new SocketBuffers(0);

    private static final String DEFAULT_LABEL = "default";

    /** About what Linux gives at least. */
    private static final int SMALLEST_BYTES = 4096;

    /** What Linux lets an AF_UNIX socket use (net.core.wmem_default), and lets a program ask for (net.core.wmem_max). */
    private static final long USUAL_BYTES = 212_992;

    SocketBuffers {
        if (bytes != 0 && bytes < SMALLEST_BYTES) {
            throw new IllegalArgumentException(
                    "socket buffers too small: size=" + bytes + "; use at least " + new ByteSize(SMALLEST_BYTES));
        }
    }

    /** Reads what {@link #label} says. */
    static SocketBuffers parse(String text) {
        return text.strip().equals(DEFAULT_LABEL)
                ? DEFAULT
                : new SocketBuffers(ByteSize.parse(text).bytes());
    }

    boolean isDefault() {
        return bytes == 0;
    }

    /** As options take it: {@code default}, {@code 64k}. */
    String label() {
        return isDefault() ? DEFAULT_LABEL : new ByteSize(bytes).toString();
    }

    /** For the name of a load; empty where nothing is set. */
    String words() {
        return isDefault() ? "" : ", " + new ByteSize(bytes).words() + " socket buffers";
    }

    /** Whether what carries a scenario has such buffers, and there is a program that sets them; all have the default. */
    boolean fits(Scenario scenario) {
        Transport transport = scenario.transport();
        return isDefault()
                || (!transport.isDatagram() && transport != Transport.PIPE && scenario.layer() != Layer.PEER);
    }

    /**
     * What the kernel lets one socket send that nobody reads. Not more than a kernel gives that nobody has told to give
     * more, so that it is the same on every machine.
     */
    long kernelBytes() {
        return isDefault() ? USUAL_BYTES : 2 * Math.min(bytes, USUAL_BYTES);
    }
}
