package io.samehost.bench.output;

import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The answer in words for the three loads that most people have. */
public record Headlines(SavedReport report) {
    private static final long SMALL_BYTES = 1024;
    private static final long TYPICAL_SMALL_BYTES = 64;
    private static final long TYPICAL_LARGE_BYTES = 64 * 1024;

    /**
     * One of them.
     *
     * @param load what a person does
     * @param answer what the figures say, as a sentence; empty if the run did not measure it
     */
    public record Line(String load, Optional<SavedAnswer> answer) {

        /** {@code One small question at a time: AF_UNIX 1.41x [1.10-2.27] as fast as TCP loopback (...)}. */
        public String words() {
            return load + ": " + finding();
        }

        /** The same without the load. */
        public String finding() {
            return answer.flatMap(SavedAnswer::direct).orElse("not measured in this run; scripts/bench measures it");
        }
    }

    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(line(
                "ping-pong",
                answer -> answer.pattern().equals("ping-pong") && answer.sizeBytes() <= SMALL_BYTES,
                nearest(TYPICAL_SMALL_BYTES),
                TYPICAL_SMALL_BYTES));
        lines.add(line(
                "pipelined",
                answer -> answer.pattern().equals("pipelined") && answer.sizeBytes() <= SMALL_BYTES,
                Comparator.comparingInt(SavedAnswer::inFlight).reversed().thenComparing(nearest(TYPICAL_SMALL_BYTES)),
                TYPICAL_SMALL_BYTES));
        lines.add(line(
                "bulk",
                answer -> answer.sizeBytes() >= TransportAdvice.LARGE_BYTES
                        && List.of("bulk", "pipelined", "ping-pong").contains(answer.pattern()),
                Comparator.<SavedAnswer, Boolean>comparing(
                                answer -> answer.pattern().equals("ping-pong"))
                        .thenComparing(nearest(TYPICAL_LARGE_BYTES))
                        .thenComparing(SavedAnswer::inFlight, Comparator.reverseOrder()),
                TYPICAL_LARGE_BYTES));
        return lines;
    }

    /** The first in the order of reports of those that fit best. */
    private Line line(String pattern, Predicate<SavedAnswer> fits, Comparator<SavedAnswer> order, long sizeBytes) {
        Optional<SavedAnswer> best = report.mainAnswers().stream().filter(fits).min(order);
        String like = Likeness.of(
                best.map(SavedAnswer::pattern).orElse(pattern),
                best.map(SavedAnswer::sizeBytes).orElse(sizeBytes));
        return new Line(like.substring(0, 1).toUpperCase(Locale.ROOT) + like.substring(1), best);
    }

    private static Comparator<SavedAnswer> nearest(long sizeBytes) {
        return Comparator.comparingLong(answer -> Math.abs(answer.sizeBytes() - sizeBytes));
    }
}
