package io.samehost.bench.run;

import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.scenario.Scenario;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * One line on stderr that says what is being measured. It changes between runs only: a line that moves would itself
 * take processor time from what is measured. If it goes to a file, it is a line for each round.
 */
public final class Progress {
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[K";

    /** Enough for a file to show that it goes on. */
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(20);

    private final PrintWriter err;
    private final boolean live;
    private final Plan plan;
    private long startNanos;
    private long toldNanos;

    public Progress(PrintWriter err, boolean live, Plan plan) {
        this.err = err;
        this.live = live;
        this.plan = plan;
    }

    void tell(BusyNotice notice) {
        notice.lines().forEach(err::println);
    }

    void begin() {
        startNanos = System.nanoTime();
        err.println("measuring: runs=" + new Rows(plan).schedule().size() + " expected="
                + words(new Rows(plan).estimate()));
    }

    /** Says that {@code wanting} comparisons have too few quiet rounds yet, and which is measured again. */
    void again(int turn, int wanting, Scenario next, Duration patience) {
        if (live) {
            err.print(TO_LINE_START_AND_CLEAR + "again " + (turn + 1) + "  " + wanting + " disturbed  " + next
                    + "  patience " + words(patience));
            err.flush();
        } else if (turn == 0 || System.nanoTime() - toldNanos > BETWEEN_LINES.toNanos()) {
            toldNanos = System.nanoTime();
            err.println("measuring again: disturbed=" + wanting + " patience=" + words(patience));
        }
    }

    void endAgain(int wanting) {
        end();
        if (wanting > 0) {
            err.println("still disturbed: comparisons=" + wanting);
        }
    }

    /** Says that {@code done} of {@code all} runs are over and which is next. */
    void step(int done, int all, Rows.Run next) {
        if (live) {
            err.print(TO_LINE_START_AND_CLEAR + (done + 1) + "/" + all + "  round " + (next.round() + 1) + "  "
                    + next.scenario() + "  " + words(left(done, all)) + " left");
            err.flush();
        } else if (done > 0 && done * plan.effort().runs() % all == 0) {
            err.println("measuring: round=" + (next.round() + 1) + "/"
                    + plan.effort().runs() + " left=" + words(left(done, all)));
        }
    }

    private Duration left(int done, int all) {
        if (done == 0) {
            return new Rows(plan).estimate();
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
