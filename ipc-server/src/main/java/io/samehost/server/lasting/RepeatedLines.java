package io.samehost.server.lasting;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps lines that peers cause again and again from filling the log: the first of a kind is logged, and those of the next
 * ten seconds are counted. Thread-safe.
 */
final class RepeatedLines {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** All further kinds count as one. */
    private static final int MOST_KINDS = 256;

    private static final String FURTHER_KINDS = "further kinds";

    /** Lines of a kind that were counted and not logged, to be told in one. */
    record Repeated(LastingLog log, Line example, long count, long seconds) {}

    /** A line as it is logged; the text is a format if there are parts. */
    record Line(Level level, String text, List<Object> parts) {}

    /** A kind that was logged, and how often it was not since. */
    private static final class Kind {
        private final LastingLog log;
        private final Line example;
        private long sinceNanos;
        private long count;

        Kind(LastingLog log, Line example, long sinceNanos) {
            this.log = log;
            this.example = example;
            this.sinceNanos = sinceNanos;
        }
    }

    private final LongSupplier clockNanos;

    /** Guarded by this. */
    private final Map<String, Kind> kinds = new HashMap<>();

    RepeatedLines(LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
    }

    /** Returns true for a line that should be logged now; others are counted. */
    synchronized boolean isNew(LastingLog log, String kind, Line line) {
        String key = kinds.size() < MOST_KINDS || kinds.containsKey(kind) ? kind : FURTHER_KINDS;
        Kind known = kinds.get(key);
        if (known == null) {
            kinds.put(key, new Kind(log, line, clockNanos.getAsLong()));
            return true;
        }
        known.count++;
        return false;
    }

    /** Takes what was counted for ten seconds or longer. Kinds of which none came are forgotten. */
    synchronized List<Repeated> takeDue() {
        return take(WINDOW_NANOS);
    }

    /** Takes all that was counted. */
    synchronized List<Repeated> takeAll() {
        return take(0);
    }

    private List<Repeated> take(long afterNanos) {
        long nowNanos = clockNanos.getAsLong();
        List<Repeated> due = new ArrayList<>();
        for (Iterator<Kind> each = kinds.values().iterator(); each.hasNext(); ) {
            Kind kind = each.next();
            long nanos = nowNanos - kind.sinceNanos;
            if (nanos < afterNanos) {
                continue;
            }
            if (kind.count == 0) {
                each.remove();
                continue;
            }
            due.add(new Repeated(kind.log, kind.example, kind.count, TimeUnit.NANOSECONDS.toSeconds(nanos)));
            kind.sinceNanos = nowNanos;
            kind.count = 0;
        }
        return due;
    }
}
