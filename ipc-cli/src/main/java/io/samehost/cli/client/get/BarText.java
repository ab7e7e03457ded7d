package io.samehost.cli.client.get;

import java.time.Duration;
import java.util.Locale;

/**
 * The line of a download under way: name, share, bar, amount, rate and time left. Where there are few columns, what helps
 * least goes first, so that a bar is left to look at.
 *
 * @param resumedAtBytes what had been there before; the rate is of the rest
 */
record BarText(String name, long resumedAtBytes, long totalBytes) {
    private static final double MEBIBYTE = 1 << 20;
    private static final int FEWEST_BAR_COLUMNS = 10;
    private static final int SHORT_NAME_CHARS = 12;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int PERCENT = 100;

    /** The line for {@code nowBytes} after {@code elapsed}, in so many columns at most. */
    String line(long nowBytes, Duration elapsed, String state, int columns) {
        String share = String.format(Locale.ROOT, "%3d%%", share(nowBytes));
        String amount = " " + mebibytes(nowBytes) + "/" + mebibytes(totalBytes) + " MiB";
        double rate = rate(nowBytes, elapsed);
        String speed = String.format(Locale.ROOT, " %.0f MiB/s", rate / MEBIBYTE);
        String end = " " + (state.isEmpty() ? left(nowBytes, rate) : state);
        String[][] choices = {
            {name + " ", amount + speed + end},
            {shortName(), amount + speed + end},
            {"", amount + speed + end},
            {"", amount + end},
            {"", end},
        };
        for (String[] choice : choices) {
            int bar = columns - choice[0].length() - share.length() - choice[1].length() - " []".length();
            if (bar >= FEWEST_BAR_COLUMNS) {
                return choice[0] + share + " [" + bar(nowBytes, bar) + "]" + choice[1];
            }
        }
        String least = share + end;
        return least.substring(0, Math.min(least.length(), Math.max(0, columns)));
    }

    private String shortName() {
        return name.length() <= SHORT_NAME_CHARS ? name + " " : name.substring(0, SHORT_NAME_CHARS - 2) + ".. ";
    }

    private int share(long nowBytes) {
        return totalBytes == 0 ? PERCENT : (int) (PERCENT * (double) nowBytes / totalBytes);
    }

    private String bar(long nowBytes, int columns) {
        int done = totalBytes == 0 ? columns : (int) (columns * (double) nowBytes / totalBytes);
        return "=".repeat(done) + (done < columns ? ">" + " ".repeat(columns - done - 1) : "");
    }

    private static String mebibytes(long bytes) {
        return Long.toString(Math.round(bytes / MEBIBYTE));
    }

    /** Bytes in a second. */
    private double rate(long nowBytes, Duration elapsed) {
        double seconds = elapsed.toSeconds() + elapsed.toNanosPart() / 1e9;
        return seconds <= 0 ? 0 : (nowBytes - resumedAtBytes) / seconds;
    }

    private String left(long nowBytes, double rate) {
        if (nowBytes == totalBytes) {
            return "0:00 left";
        }
        if (rate <= 0) {
            return "-:-- left";
        }
        long seconds = (long) Math.ceil((totalBytes - nowBytes) / rate);
        return String.format(Locale.ROOT, "%d:%02d left", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
    }
}
