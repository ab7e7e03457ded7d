package io.samehost.bench;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * One line on stderr that says what is being measured. It changes between runs only: a line that moves would itself
 * take processor time from what is measured. Where that goes to a file, it says a line for each round.
 */
final class Progress {
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean live;
    private final Plan plan;
    private long startNanos;

    Progress(PrintWriter err, boolean live, Plan plan) {
        this.err = err;
        this.live = live;
        this.plan = plan;
    }

    void begin() {
        startNanos = System.nanoTime();
        err.println("measuring: runs=" + plan.schedule().size() + " expected=" + words(plan.estimate()));
    }

    /** Says that {@code done} of {@code all} runs are over and which is next. */
    void step(int done, int all, Plan.Run next) {
        if (live) {
            err.print(TO_LINE_START_AND_CLEAR + (done + 1) + "/" + all + "  round " + (next.round() + 1) + "  "
                    + next.scenario() + "  " + words(left(done, all)) + " left");
            err.flush();
        } else if (done > 0 && done * plan.runs() % all == 0) {
            err.println(
                    "measuring: round=" + (next.round() + 1) + "/" + plan.runs() + " left=" + words(left(done, all)));
        }
    }

    private Duration left(int done, int all) {
        if (done == 0) {
            return plan.estimate();
        }
        return Duration.ofNanos((System.nanoTime() - startNanos) / done * (all - done));
    }

    void end() {
        if (live) {
            err.print(TO_LINE_START_AND_CLEAR);
            err.flush();
        }
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
