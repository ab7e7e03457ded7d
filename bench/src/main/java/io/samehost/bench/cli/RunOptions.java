package io.samehost.bench.cli;

import io.samehost.bench.plan.Plan;
import io.samehost.bench.process.Placement;
import io.samehost.bench.report.ReportPlace;
import io.samehost.bench.result.Threshold;
import io.samehost.bench.saved.Baselines;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The choices about a benchmark; all others come from the full or the quick answer. */
final class RunOptions {
    @Option(names = "--quick", description = "The short answer, in under two minutes: small messages, unix and tcp.")
    boolean quick;

    @Option(
            names = "--transports",
            split = ",",
            paramLabel = "NAME",
            description = "unix, unix-junixsocket, unix-abstract, tcp, tcp6, tcp-nagle; udp and unixgram (datagrams:"
                    + " ping-pong and flood). The first is compared with each of the others (default: all, unix first;"
                    + " with --quick unix,tcp).")
    List<MeasuredTransport> transports = List.of();

    @Option(
            names = "--patterns",
            split = ",",
            paramLabel = "NAME",
            description = "ping-pong, pipelined, bulk (16k and more, as many in flight as fit), stream (one way),"
                    + " server-stream (the other way; C and rpc, and only if it is named),"
                    + " connect, rate (fixed), max-rate (the highest that holds a p99), many (connections),"
                    + " flood (datagrams, and how many are lost) (default: all but server-stream; with --quick"
                    + " ping-pong,pipelined).")
    List<Pattern> patterns = List.of();

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "NAME",
            description = "raw (bytes echoed), rpc (ttrpc unary, inline handler), rpc-default (handler that may block),"
                    + " rpc-typed (rpc with values and a marshaller, ping-pong only), rpc-intercepted (rpc with an"
                    + " interceptor at each end that only passes on), rpc-without-jfr (rpc in JVMs without the Flight"
                    + " Recorder; both ping-pong and pipelined only),"
                    + " rpc-buffers (payloads lent by the library, pipelined, bulk and streams only)"
                    + " (default: raw,rpc).")
    List<Layer> layers = List.of();

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "NAME",
            description = "threads, loop (default: threads,loop; with --quick loop for pipelined rpc only).")
    List<ServerKind> engines = List.of();

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "SIZE",
            description = "Bytes of a message, the first one for the answer in large letters (default:"
                    + " 64,1,1k,2k,16k,32k,64k,128k,1M; with --quick 64).")
    List<ByteSize> sizes = List.of();

    @Option(
            names = "--in-flight",
            split = ",",
            paramLabel = "N",
            description = "Messages under way in the pipelined pattern (default: 1,8,64; with --quick 64).")
    List<Integer> inFlight = List.of();

    @Option(
            names = "--socket-buffers",
            split = ",",
            paramLabel = "SIZE",
            description =
                    "SO_SNDBUF and SO_RCVBUF of both ends: 16k, 1M, or default, which sets nothing. For streams in C,"
                            + " raw bytes and rpc; Linux gives no more than net.core.wmem_max and net.core.rmem_max"
                            + " (default: default).")
    List<BufferSize> socketBuffers = List.of();

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            description = "Connections of the many pattern, 1 to 1000, with one message in flight on each (default:"
                    + " 1,10,100,1000).")
    List<Integer> connections = List.of();

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            description = "Messages a second of the rate pattern (default: 10000).")
    List<Integer> rates = List.of();

    @Option(
            names = "--p99-bound",
            paramLabel = "TIME",
            description = "The bound that max-rate must hold, such as 1.5ms (default: 500us).")
    Optional<Latency> p99Bound = Optional.empty();

    @Option(
            names = "--spin",
            description =
                    "A second time with both ends spinning, where that is possible: C in ping-pong, pipelined, bulk"
                            + " and streams; raw bytes (threads) in ping-pong, pipelined and bulk of what fits the socket"
                            + " buffers; rpc (loop) in ping-pong and pipelined. Two processors are busy then.")
    boolean spin;

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
            description = "Where baselines are kept (default: bench/baselines).")
    private Optional<Path> baselines = Optional.empty();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Fresh pairs of processes for each row; a verdict needs 5 (default: 5).")
    Optional<Integer> runs = Optional.empty();

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "Discarded at the start of each run; of the C floor, a tenth of a second at most (default: 0.4;"
                            + " with --quick 0.3).")
    Optional<Double> warmUp = Optional.empty();

    @Option(
            names = "--rpc-warm-up",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "The same for rpc, whose code takes longest to be compiled (default: --warm-up if that is given,"
                            + " else 1.2; with --quick 1.0).")
    Optional<Double> rpcWarmUp = Optional.empty();

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Measured in each run (default: 0.5; with --quick 0.3).")
    Optional<Double> seconds = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Rounds that other programs disturb are measured again, for so long at most (default: 300;"
                    + " with --quick 60).")
    Optional<Double> patience = Optional.empty();

    @Option(
            names = "--pin",
            paramLabel = "WHERE",
            description = "none, same (both processes on one processor), two (one each)"
                    + " (default: two, if there are two).")
    Optional<Placement> placement = Optional.empty();

    @Option(names = "--no-floor", description = "Without the same patterns in C.")
    boolean noFloor;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything to a file too.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIRECTORY",
            description = "Where the page and its files are left; no report may be there yet (default: a new directory"
                    + " in bench/target/report, to which the link latest there then points).")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always, never (default: auto).")
    private Terminal.Color color = Terminal.Color.AUTO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show where an error comes from.")
    private boolean verbose;

    /** @throws IllegalArgumentException if the choices make no sense; the message says which */
    Plan plan() throws IOException {
        json.ifPresent(RunOptions::checkDirectory);
        reportPlace().prepare();
        saveBaseline.ifPresent(name -> baselines().prepare(name));
        Plan plan = new ChosenPlan(this).plan();
        failIf.forEach(threshold -> threshold.check(plan));
        return plan;
    }

    /** Now, and not when half an hour of figures has nowhere to go. */
    private static void checkDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || !Files.isWritable(directory)) {
            throw new IllegalArgumentException("cannot write there: json=" + file);
        }
    }

    ReportPlace reportPlace() {
        return ReportPlace.of(report, "", "report.json");
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
