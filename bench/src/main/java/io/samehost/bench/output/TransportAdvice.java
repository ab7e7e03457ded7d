package io.samehost.bench.output;

import io.samehost.bench.saved.SavedAnswer;
import io.samehost.bench.saved.SavedReport;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Recommends a transport for each need: from the figures of one run if it has them, else from facts about the transports. */
public final class TransportAdvice {
    private static final long SMALL_BYTES = 1024;
    private static final long TYPICAL_BYTES = 64;
    public static final long LARGE_BYTES = 16 * 1024;
    private static final Comparator<SavedAnswer> FULLEST = Comparator.comparingInt(SavedAnswer::inFlight);
    private static final Comparator<SavedAnswer> LARGEST = Comparator.comparingLong(SavedAnswer::sizeBytes);

    /** The closest to what small messages are. */
    private static final Comparator<SavedAnswer> TYPICAL =
            Comparator.comparingLong(answer -> -Math.abs(answer.sizeBytes() - TYPICAL_BYTES));

    private static final String NOT_MEASURED = "Not measured in this run.";

    private final SavedReport report;

    public TransportAdvice(SavedReport report) {
        this.report = report;
    }

    /**
     * One line of the table.
     *
     * @param need what the reader wants to do
     * @param choice the transport
     * @param reason by how much, or why; one or more sentences
     */
    public record Line(String need, String choice, List<String> reason) {}

    public List<Line> lines() {
        return List.of(
                measured(
                        "One small call at a time",
                        answer -> answer.pattern().equals("ping-pong") && answer.sizeBytes() <= SMALL_BYTES,
                        TYPICAL),
                measured(
                        "Many small messages",
                        answer -> answer.pattern().equals("pipelined") && answer.sizeBytes() <= SMALL_BYTES,
                        FULLEST.thenComparing(TYPICAL)),
                measured(
                        "Large messages",
                        answer -> answer.sizeBytes() >= LARGE_BYTES && !isAboutConnections(answer),
                        LARGEST.thenComparing(FULLEST)),
                measured("Many or short connections", TransportAdvice::isAboutConnections, FULLEST),
                new Line(
                        "Security",
                        "AF_UNIX",
                        List.of(
                                "A fact, not a figure: a socket file has an owner and a mode, and the kernel names the"
                                        + " user of each peer.",
                                "Every user and program of the machine can connect to a loopback port; the server must"
                                        + " find out who it is.")),
                new Line(
                        "Containers",
                        "AF_UNIX through a shared directory",
                        List.of(
                                "A fact, not a figure: a socket file works wherever its directory is mounted.",
                                "Loopback and abstract names end at the network namespace, so both containers must"
                                        + " share one.")));
    }

    /** By name, since which patterns a run has is the choice of whoever ran it. */
    private static boolean isAboutConnections(SavedAnswer answer) {
        return answer.pattern().equals("connect") || answer.pattern().equals("many");
    }

    private Line measured(String need, Predicate<SavedAnswer> isAboutIt, Comparator<SavedAnswer> says) {
        List<SavedAnswer> answers =
                telling(report.mainAnswers().stream().filter(isAboutIt).toList(), says);
        List<String> reason = answers.stream()
                .map(answer -> answer.load() + ", " + answer.implementation() + ": " + byHowMuch(answer))
                .distinct()
                .toList();
        return new Line(need, choice(answers), reason.isEmpty() ? List.of(NOT_MEASURED) : reason);
    }

    /** The row that says most, for each pattern and implementation, so that the table stays short. */
    private static List<SavedAnswer> telling(List<SavedAnswer> answers, Comparator<SavedAnswer> says) {
        return answers.stream()
                .filter(answer -> answers.stream()
                        .filter(other -> other.pattern().equals(answer.pattern())
                                && other.implementation().equals(answer.implementation()))
                        .noneMatch(other -> says.compare(other, answer) > 0))
                .toList();
    }

    private static String byHowMuch(SavedAnswer answer) {
        return answer.ratio().isPresent() ? answer.verdict() : "no verdict";
    }

    private static String choice(List<SavedAnswer> answers) {
        if (answers.isEmpty()) {
            return Figures.NONE;
        }
        boolean unix = answers.stream().anyMatch(SavedAnswer::unixWins);
        boolean tcp = answers.stream().anyMatch(SavedAnswer::tcpWins);
        if (unix && tcp) {
            return "it depends: AF_UNIX for " + implementations(answers, SavedAnswer::unixWins) + "; TCP loopback for "
                    + implementations(answers, SavedAnswer::tcpWins);
        }
        if (unix || tcp) {
            String where = answers.stream().allMatch(SavedAnswer::shown) ? "" : ", where a difference was shown";
            return (unix ? "AF_UNIX" : "TCP loopback") + where;
        }
        return answers.stream().allMatch(answer -> answer.ratio().isEmpty())
                ? "no verdict from this run"
                : "either: no difference shown";
    }

    private static String implementations(List<SavedAnswer> answers, Predicate<SavedAnswer> wins) {
        return answers.stream()
                .filter(wins)
                .map(answer -> answer.load() + ", " + answer.implementation())
                .distinct()
                .collect(Collectors.joining(" and "));
    }
}
