package io.samehost.bench.saved;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The fields of {@code report.json}, for Jackson. This is the one place that knows their names; the schema among the
 * resources says what they mean. A number that is not in the file is 0, a flag false, a list empty.
 */
public record ReportJson(
        int format,
        String date,
        String command,
        Environment environment,
        List<String> warnings,
        List<String> doubts,
        List<Row> rows,
        List<Answer> answers,
        List<Run> runs) {

    /** Counts up when a field that was there changes its meaning or goes; new fields do not count. */
    public static final int FORMAT = 1;

    public ReportJson {
        date = orEmpty(date);
        command = orEmpty(command);
        environment = environment == null ? new Environment(Map.of()) : environment;
        warnings = orNone(warnings);
        doubts = orNone(doubts);
        rows = orNone(rows);
        answers = orNone(answers);
        runs = orNone(runs);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** The machine and the build, with whatever fields there are. */
    public record Environment(@JsonValue Map<String, Object> fields) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Environment {}

        /** A field as text; empty if it is not there. */
        public String text(String name) {
            return String.valueOf(fields.getOrDefault(name, ""));
        }
    }

    /** The fields that say what was measured. */
    public record Measured(
            String transport,
            String engine,
            String layer,
            @JsonProperty("wait") String waiting,
            String pattern,
            int sizeBytes,
            int inFlight,
            String load,
            String implementation,
            int ratePerSecond,
            long p99BoundNanos,
            int askedBufferBytes) {

        boolean isTheSameRow(Measured other) {
            return load.equals(other.load)
                    && implementation.equals(other.implementation)
                    && transport.equals(other.transport);
        }
    }

    /** One scenario over all its runs; medians, except for counts and the maximum. */
    public record Row(
            @JsonUnwrapped Measured measured,
            int runs,
            long messages,
            long errors,
            long lost,
            List<String> problems,
            double p50Nanos,
            double p90Nanos,
            double p99Nanos,
            double p999Nanos,
            double maxNanos,
            double messagesPerSecond,
            boolean clientSaturated,
            double ratioToFloor,
            Interval interval,
            int sendBufferBytes,
            int receiveBufferBytes) {

        public Row {
            problems = orNone(problems);
        }
    }

    /** The interval of a median; {@code of} is the name of the figure. */
    public record Interval(String of, double low, double high) {}

    /** The verdict on two transports. */
    public record Answer(
            @JsonUnwrapped Measured measured,
            String comparedWith,
            String by,
            String verdict,
            String words,
            String direct,
            double ratio,
            double ratioLow,
            double ratioHigh,
            boolean disturbed,
            Seen seen) {

        public Answer {
            direct = orEmpty(direct);
        }
    }

    /** The ratio of rounds that gave no verdict, and where they lay. */
    public record Seen(double ratio, double ratioLow, double ratioHigh) {}

    /** One fresh pair of processes. */
    public record Run(
            int round,
            @JsonUnwrapped Measured measured,
            String outcome,
            double speed,
            long messages,
            boolean rateMissed,
            double p50Nanos,
            Usage client,
            Usage server,
            Machine machine,
            String latencyHistogram) {

        public Run {
            client = client == null ? Usage.NONE : client;
            server = server == null ? Usage.NONE : server;
            machine = machine == null ? Machine.QUIET : machine;
            latencyHistogram = orEmpty(latencyHistogram);
        }

        boolean isMeasured() {
            return outcome.equals("measured");
        }
    }

    /** The processor time and the calls of one process. */
    public record Usage(long cpuNanos, long voluntarySwitches, long involuntarySwitches, long readWriteCalls) {
        private static final Usage NONE = new Usage(0, 0, 0, 0);
    }

    /** The machine during one run. */
    public record Machine(boolean disturbing) {
        private static final Machine QUIET = new Machine(false);
    }
}
