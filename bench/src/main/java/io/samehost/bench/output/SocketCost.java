package io.samehost.bench.output;

import io.samehost.bench.result.Quiet;
import io.samehost.bench.saved.SavedReport;
import io.samehost.bench.saved.SavedRow;
import java.util.Locale;
import java.util.Optional;

/** What a socket costs beside no socket at all: the C floor over AF_UNIX and through memory that both processes share. */
public record SocketCost(SavedReport report) {

    /**
     * The finding, {@code AF_UNIX costs 12.3 us more than no socket at all} and from what that follows in brackets; empty if
     * a side was not measured often enough, or if the difference may be chance.
     */
    public Optional<String> words() {
        return report.rows().stream()
                .filter(row -> row.layer().equals("floor") && row.pattern().equals("ping-pong"))
                .filter(row -> row.transport().equals("unix") && row.waiting().equals("blocking"))
                .findFirst()
                .flatMap(this::words);
    }

    private Optional<String> words(SavedRow unix) {
        Optional<SavedRow> asleep = memory(unix, "blocking");
        if (asleep.isEmpty() || !isSlower(unix, asleep.get())) {
            return Optional.empty();
        }
        double socket = median(unix);
        double memory = median(asleep.get());
        String awake = memory(unix, "spinning")
                .filter(SocketCost::isMeasured)
                .map(row -> ", " + Figures.threeDigits(median(row)) + " us spinning")
                .orElse("");
        return Optional.of(String.format(
                Locale.ROOT,
                "AF_UNIX costs %s us more than no socket at all (%s in C, p50: %s us over AF_UNIX, %s us through shared memory"
                        + " with a futex%s)",
                Figures.threeDigits(socket - memory),
                unix.load(),
                Figures.threeDigits(socket),
                Figures.threeDigits(memory),
                awake));
    }

    private static boolean isMeasured(SavedRow row) {
        return row.runs() >= Quiet.FEWEST_ROUNDS;
    }

    /** True if the interval of the socket lies as a whole above that of the memory. */
    private static boolean isSlower(SavedRow unix, SavedRow memory) {
        return isMeasured(unix)
                && isMeasured(memory)
                && unix.interval().orElseThrow().low()
                        > memory.interval().orElseThrow().high();
    }

    private Optional<SavedRow> memory(SavedRow like, String waiting) {
        return report.rows().stream()
                .filter(row ->
                        row.transport().equals("shared-memory") && row.waiting().equals(waiting))
                .filter(row -> row.load().equals(like.load()))
                .findFirst();
    }

    private static double median(SavedRow row) {
        return row.latencyMicros().get(0).orElseThrow();
    }
}
