package io.samehost.bench.scenario;

/**
 * The times at which messages leave, where the replies do not decide that.
 *
 * @param perSecond the rate of {@link Pattern#RATE}, 0 for the others
 * @param p99BoundNanos what the 99th percentile may be in {@link Pattern#MAX_RATE}, 0 for the others
 */
public record SendRate(int perSecond, long p99BoundNanos) {

    /** The next message waits for a reply. */
    public static final SendRate CLOSED = new SendRate(0, 0);

    public static SendRate fixed(int perSecond) {
        return new SendRate(perSecond, 0);
    }

    public static SendRate highest(Latency p99Bound) {
        return new SendRate(0, p99Bound.nanos());
    }

    boolean fits(Pattern pattern) {
        return (perSecond > 0) == (pattern == Pattern.RATE) && (p99BoundNanos > 0) == (pattern == Pattern.MAX_RATE);
    }

    /** For the name of a load; empty for a closed loop. */
    String words() {
        if (perSecond > 0) {
            return ", " + perSecond + "/s";
        }
        return p99BoundNanos > 0 ? ", p99 within " + new Latency(p99BoundNanos) : "";
    }
}
