package io.samehost.bench.saved;

import java.util.Optional;

/** The verdict on two transports under one load. */
public record SavedAnswer(ReportJson.Answer json) {

    /** A ratio with the interval that the runs give it. */
    public record Ratio(double value, double low, double high) {

        /** Seen from the other side. */
        public Ratio inverse() {
            return new Ratio(1 / value, 1 / high, 1 / low);
        }
    }

    public String load() {
        return json.measured().load();
    }

    public String implementation() {
        return json.measured().implementation();
    }

    public String pattern() {
        return json.measured().pattern();
    }

    public long sizeBytes() {
        return json.measured().sizeBytes();
    }

    public int inFlight() {
        return json.measured().inFlight();
    }

    public String left() {
        return json.measured().transport();
    }

    public String right() {
        return json.comparedWith();
    }

    /** The advantage that decides: {@code lower median latency}. */
    public String by() {
        return json.by();
    }

    /** The speed of the first by that of the second; empty if the verdict is withheld. */
    public Optional<Ratio> ratio() {
        return json.ratio() > 0
                ? Optional.of(new Ratio(json.ratio(), json.ratioLow(), json.ratioHigh()))
                : Optional.empty();
    }

    /** True if a difference was shown. */
    public boolean shown() {
        return json.verdict().equals("shown");
    }

    /** The sentence about both transports. */
    public String words() {
        return json.words();
    }

    /** The same sentence about AF_UNIX and TCP; empty if it is about others. */
    public Optional<String> direct() {
        return Optional.of(json.direct()).filter(text -> !text.isEmpty());
    }

    /** The sentence without the load and the implementation that it starts with. */
    public String verdict() {
        String start = load() + ", " + implementation() + ": ";
        return words().startsWith(start) ? words().substring(start.length()) : words();
    }

    private boolean leftIsUnix() {
        return left().startsWith("unix");
    }

    /** The speed of AF_UNIX by that of TCP; empty if the verdict is withheld or about others. */
    public Optional<Ratio> unixToTcp() {
        return direct().isEmpty() ? Optional.empty() : leftIsUnix() ? ratio() : ratio().map(Ratio::inverse);
    }

    /** The same, or what was seen where the verdict is withheld; empty if nothing was. */
    public Optional<Ratio> unixToTcpSeen() {
        Optional<Ratio> seen = Optional.ofNullable(json.seen())
                .map(what -> new Ratio(what.ratio(), what.ratioLow(), what.ratioHigh()));
        Optional<Ratio> oriented = leftIsUnix() ? seen : seen.map(Ratio::inverse);
        return direct().isEmpty() ? Optional.empty() : unixToTcp().or(() -> oriented);
    }

    /** True if the interval spans rounds that were disturbed. */
    public boolean disturbed() {
        return json.disturbed();
    }

    /** True if AF_UNIX was shown to be faster. Only for answers to the question. */
    public boolean unixWins() {
        return shown() && ratio().isPresent() && ratio().get().value() > 1 == leftIsUnix();
    }

    public boolean tcpWins() {
        return shown() && ratio().isPresent() && !unixWins();
    }
}
