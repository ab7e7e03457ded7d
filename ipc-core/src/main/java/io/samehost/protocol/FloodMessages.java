package io.samehost.protocol;

import io.samehost.wire.ProtocolException;
import java.nio.ByteBuffer;

/**
 * The service that counts numbered datagrams. {@code Count} is called with a run, a number and a filler, and answers
 * with nothing; {@code Report} is called with a run and answers with what was counted. Integers are big-endian.
 *
 * <pre>
 *   Count     run (8)   number (4)   filler
 *   Report    run (8)
 *   answer    received (8)   reordered (8)   duplicated (8)
 * </pre>
 */
public final class FloodMessages {
    public static final String SERVICE = "samehost.Flood";
    public static final String COUNT = "Count";
    public static final String REPORT = "Report";

    /** A message of {@link #COUNT} without filler. */
    public static final int SMALLEST_COUNT_BYTES = Long.BYTES + Integer.BYTES;

    private FloodMessages() {}

    /** The counts of one run. */
    public record Report(long received, long reordered, long duplicated) {}

    /**
     * A message of {@link #COUNT}.
     *
     * @param lengthBytes at least {@link #SMALLEST_COUNT_BYTES}
     */
    public static byte[] count(long run, int number, int lengthBytes) {
        return ByteBuffer.allocate(lengthBytes).putLong(run).putInt(number).array();
    }

    public static byte[] report(long run) {
        return ByteBuffer.allocate(Long.BYTES).putLong(run).array();
    }

    public static byte[] answer(Report report) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(report.received())
                .putLong(report.reordered())
                .putLong(report.duplicated())
                .array();
    }

    /**
     * Reads the answer of {@link #REPORT}.
     *
     * @throws ProtocolException if it is none
     */
    public static Report readAnswer(byte[] answer) throws ProtocolException {
        if (answer.length != 3 * Long.BYTES) {
            throw new ProtocolException("not a report: lengthBytes=" + answer.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        return new Report(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
