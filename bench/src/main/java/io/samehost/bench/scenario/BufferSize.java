package io.samehost.bench.scenario;

/**
 * SO_SNDBUF and SO_RCVBUF that both ends of a connection ask for.
 *
 * @param bytes as a program asks for them, of which Linux lets a socket use twice as much; 0 where nothing is set
 */
public record BufferSize(int bytes) {
    /** The buffers that the system gives. */
    public static final BufferSize DEFAULT = new BufferSize(0);

    private static final String DEFAULT_LABEL = "default";

    /** About what Linux gives at least. */
    private static final int SMALLEST_BYTES = 4096;

    /** The bytes that Linux lets an AF_UNIX socket use (net.core.wmem_default) and a program ask for (net.core.wmem_max). */
    private static final long USUAL_BYTES = 212_992;

    public BufferSize {
        if (bytes != 0 && bytes < SMALLEST_BYTES) {
            throw new IllegalArgumentException(
                    "socket buffers too small: size=" + bytes + ", use at least " + new ByteSize(SMALLEST_BYTES));
        }
    }

    /** Reads what {@link #label} says. */
    public static BufferSize parse(String text) {
        return text.strip().equals(DEFAULT_LABEL)
                ? DEFAULT
                : new BufferSize(ByteSize.parse(text).bytes());
    }

    public boolean isDefault() {
        return bytes == 0;
    }

    /** As options take it: {@code default}, {@code 64k}. */
    public String label() {
        return isDefault() ? DEFAULT_LABEL : new ByteSize(bytes).toString();
    }

    /** For the name of a load; empty where nothing is set. */
    String words() {
        return isDefault() ? "" : ", " + new ByteSize(bytes).words() + " socket buffers";
    }

    /** True if the transport of a scenario has such buffers, and there is a program that sets them; all have the default. */
    public boolean fits(Scenario scenario) {
        MeasuredTransport transport = scenario.transport();
        return isDefault()
                || (!transport.isDatagram() && !transport.isOfTheFloorOnly() && scenario.layer() != Layer.PEER);
    }

    /**
     * The bytes that the kernel lets one socket send while nobody reads. No more than an untuned kernel gives, so that it
     * is the same on every machine.
     */
    long kernelBytes() {
        return isDefault() ? USUAL_BYTES : 2 * Math.min(bytes, USUAL_BYTES);
    }
}
