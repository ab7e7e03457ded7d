package io.samehost.bench;

import io.samehost.bench.Plan.Loads;
import io.samehost.bench.Plan.Subject;
import io.samehost.command.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What can be chosen about a benchmark; what is not chosen comes from the full or the quick answer. */
final class RunOptions {
    @Option(names = "--quick", description = "The short answer, in under two minutes: small messages, unix and tcp.")
    private boolean quick;

    @Option(
            names = "--transports",
            split = ",",
            paramLabel = "NAME",
            description = "unix, unix-junixsocket, unix-abstract, tcp, tcp6, tcp-nagle; udp and unixgram (datagrams:"
                    + " ping-pong and flood)."
                    + " The first is compared with each of the others.")
    private List<Transport> transports = List.of();

    @Option(
            names = "--patterns",
            split = ",",
            paramLabel = "NAME",
            description = "ping-pong, pipelined, bulk (16k and more, as many in flight as fit), stream (one way),"
                    + " server-stream (the other way; C and rpc, and only if it is named),"
                    + " connect, rate (fixed), max-rate (the highest that holds a p99), many (connections),"
                    + " flood (datagrams, and how many are lost).")
    private List<Pattern> patterns = List.of();

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "NAME",
            description =
                    "raw (bytes echoed), rpc (ttrpc unary, inline handler), rpc-default (handler that may block).")
    private List<Layer> layers = List.of();

    @Option(names = "--engines", split = ",", paramLabel = "NAME", description = "threads, loop.")
    private List<Engine> engines = List.of();

    @Option(names = "--sizes", split = ",", paramLabel = "SIZE", description = "Bytes of a message: 64, 1k, 64k.")
    private List<ByteSize> sizes = List.of();

    @Option(
            names = "--in-flight",
            split = ",",
            paramLabel = "N",
            description = "Messages under way in the pipelined pattern.")
    private List<Integer> inFlight = List.of();

    @Option(
            names = "--socket-buffers",
            split = ",",
            paramLabel = "SIZE",
            description =
                    "SO_SNDBUF and SO_RCVBUF of both ends: default (nothing is set), 16k, 1M. For streams in C, raw"
                            + " bytes and rpc; Linux gives no more than net.core.wmem_max and net.core.rmem_max.")
    private List<SocketBuffers> socketBuffers = List.of();

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "Connections of the many pattern, 1 to 1000, with one message in flight on each.")
    private List<Integer> connections = List.of();

    @Option(names = "--rates", split = ",", paramLabel = "N", description = "Messages a second of the rate pattern.")
    private List<Integer> rates = List.of();

    @Option(names = "--p99-bound", paramLabel = "TIME", description = "What max-rate must hold: 500us, 1.5ms.")
    private Optional<Latency> p99Bound = Optional.empty();

    @Option(
            names = "--spin",
            description =
                    "A second time with both ends spinning, where that is possible: C in ping-pong, pipelined, bulk"
                            + " and streams; raw bytes (threads) in ping-pong, pipelined and bulk of what fits the socket buffers;"
                            + " rpc (loop) in ping-pong and pipelined. Two processors are busy then.")
    private boolean spin;

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            description = "Exit with 6 if it holds for a row: 'p99(unix,ping-pong,64) > 200us',"
                    + " 'rate(tcp,stream,64k,raw) < 10000'. May be given many times.")
    private List<Threshold> failIf = List.of();

    @Option(
            names = "--save-baseline",
            paramLabel = "NAME",
            description = "Keep the results under a name for bench compare.")
    private Optional<String> saveBaseline = Optional.empty();

    @Option(
            names = "--baselines",
            paramLabel = "DIRECTORY",
            description = "Where baselines are kept; bench/baselines unless set.")
    private Optional<Path> baselines = Optional.empty();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Fresh pairs of processes for each row; a verdict needs 5.")
    private Optional<Integer> runs = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Discarded at the start of each run; of the C floor, a tenth of a second at most.")
    private Optional<Double> warmUp = Optional.empty();

    @Option(
            names = "--rpc-warm-up",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "The same for rpc, whose code takes longest to be compiled; as --warm-up if only that is given.")
    private Optional<Double> rpcWarmUp = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Measured in each run.")
    private Optional<Double> seconds = Optional.empty();

    @Option(
            names = "--pin",
            paramLabel = "WHERE",
            description =
                    "none, same (both processes on one processor), two (one each); two unless set, where there are"
                            + " two.")
    private Optional<Placement> placement = Optional.empty();

    @Option(names = "--no-floor", description = "Without the same patterns in C.")
    private boolean noFloor;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything to a file too.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIRECTORY",
            description = "Where the page and its files are left; bench/target/report unless set.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always, never.")
    private Terminal.Color color = Terminal.Color.AUTO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show where an error comes from.")
    private boolean verbose;

    /** @throws IllegalArgumentException if the choices make no sense; the message says which */
    Plan plan() throws IOException {
        json.ifPresent(RunOptions::checkDirectory);
        reportFiles().prepare();
        saveBaseline.ifPresent(name -> baselines().prepare(name));
        Plan plan = chosenPlan(quick ? Plan.QUICK : Plan.FULL);
        failIf.forEach(threshold -> threshold.check(plan));
        return plan;
    }

    private Plan chosenPlan(Plan defaults) throws IOException {
        return new Plan(
                or(transports, defaults.transports()),
                or(patterns, defaults.patterns()),
                subjects(defaults),
                or(sizes, defaults.sizes()),
                or(inFlight, defaults.inFlight()),
                or(socketBuffers, defaults.buffers()),
                runs.orElse(defaults.runs()),
                chosenWarmUp(defaults.warmUp()),
                seconds.orElse(defaults.seconds()),
                Pinning.of(placement).placement(),
                !noFloor,
                new Loads(
                        or(connections, defaults.loads().connections()),
                        or(rates, defaults.loads().ratesPerSecond()),
                        p99Bound.orElse(defaults.loads().p99Bound())),
                spin,
                choosesRows() ? Choice.EVERYTHING : defaults.choice());
    }

    /** What is said of one layer only holds for the others too. */
    private WarmUp chosenWarmUp(WarmUp defaults) {
        return new WarmUp(
                warmUp.orElse(defaults.seconds()), rpcWarmUp.or(() -> warmUp).orElse(defaults.rpcSeconds()));
    }

    /** The full answer leaves rows out, but none of those that were asked for. */
    private boolean choosesRows() {
        return Stream.of(transports, patterns, layers, engines, sizes, inFlight, socketBuffers)
                .anyMatch(chosen -> !chosen.isEmpty());
    }

    /** Every layer with every engine, as soon as one of them is chosen. */
    private List<Subject> subjects(Plan defaults) {
        return layers.isEmpty() && engines.isEmpty()
                ? defaults.subjects()
                : Subject.each(
                        or(layers, List.of(Layer.RAW, Layer.RPC)), or(engines, List.of(Engine.THREADS, Engine.LOOP)));
    }

    /** Now, and not when half an hour of figures has nowhere to go. */
    private static void checkDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || !Files.isWritable(directory)) {
            throw new IllegalArgumentException("cannot write there: json=" + file);
        }
    }

    private static <T> List<T> or(List<T> chosen, List<T> otherwise) {
        return chosen.isEmpty() ? otherwise : chosen.stream().distinct().toList();
    }

    ReportFiles reportFiles() {
        return report.map(ReportFiles::new).orElseGet(ReportFiles::ofThisBuild);
    }

    Optional<Path> json() {
        return json;
    }

    List<Threshold> failIf() {
        return failIf;
    }

    Optional<String> saveBaseline() {
        return saveBaseline;
    }

    Baselines baselines() {
        return baselines.map(Baselines::new).orElseGet(Baselines::ofThisBuild);
    }

    Terminal.Color color() {
        return color;
    }

    boolean verbose() {
        return verbose;
    }
}
