package io.samehost.bench.soak;

import io.samehost.bench.figure.Figure;
import io.samehost.bench.process.Child;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.process.MachineLoad.Ticks;
import io.samehost.bench.process.Pinning;
import io.samehost.bench.process.ProcessMemory;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.bench.soak.Period.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One server and one client at full load, period after period, over one transport and with one engine. Used by one thread.
 *
 * <p>The first period warms up. The last one is held against the second.
 */
public final class Soak {
    /** The second and the last must be two. */
    public static final int FEWEST_PERIODS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int SMALL_BYTES = 64;
    private static final int SMALL_IN_FLIGHT = 64;
    private static final int LARGE_BYTES = 64 * 1024;
    private static final int LARGE_IN_FLIGHT = 8;

    /** A period has large messages in its last tenth. */
    private static final int LARGE_PART = 10;

    private static final double LEAST_OF_SECOND = 0.95;

    /** For nine minutes of a million calls a second, that is 0.002 bytes a call: what classes and timers take once is more. */
    private static final double MOST_HEAP_KIB = 1024;

    /** The compiler's own memory comes and goes, by some megabytes. */
    private static final double MOST_RESIDENT_KIB = 16 * 1024;

    private static final double KIBI = 1024;

    /**
     * All of the heap is resident from the start, so that what grows later is outside of it. Every collection that is asked for leaves
     * live objects only: three in four of the serial collector's would leave some dead ones, rather than move what is behind them.
     */
    private static final List<String> OPTIONS = List.of("-XX:+AlwaysPreTouch", "-XX:MarkSweepAlwaysCompactCount=1");

    private final Pinning pinning;
    private final MeasuredTransport transport;
    private final ServerKind engine;
    private final Duration period;
    private final Class<?> serverProgram;
    private final List<Period> periods = new ArrayList<>();

    public Soak(Pinning pinning, MeasuredTransport transport, ServerKind engine, Duration period) {
        this(pinning, transport, engine, period, SoakServer.class);
    }

    /** With another server, for tests. */
    Soak(Pinning pinning, MeasuredTransport transport, ServerKind engine, Duration period, Class<?> serverProgram) {
        this.pinning = pinning;
        this.transport = transport;
        this.engine = engine;
        this.period = period;
        this.serverProgram = serverProgram;
    }

    /**
     * Starts both processes, and has them work.
     *
     * @param number {@link #FEWEST_PERIODS} at least
     * @param lines gets two lines of heading, and one for each period as soon as it is over
     */
    public void run(int number, Path directory, Consumer<String> lines) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(directory, "soak");
        List<String> command = pinning.server(serverProgram, OPTIONS, place);
        command.addAll(List.of(engine.name(), transport.address(place)));
        try (Child server = Child.start("server", command, place);
                Child client = Child.start("client", pinning.client(SoakClient.class, OPTIONS, place), place)) {
            client.tell("connect " + server.expect("ready", PATIENCE));
            client.expect("connected", PATIENCE);
            lines.accept(here() + ": " + SMALL_IN_FLIGHT + " calls of 64 B in flight, then " + LARGE_IN_FLIGHT
                    + " of 64 KiB for a tenth of the time");
            Period.heading().lines().forEach(lines);
            for (int i = 1; i <= number; i++) {
                periods.add(one(server, client));
                lines.accept(periods.get(i - 1).line(i));
            }
        }
    }

    private Period one(Child server, Child client) throws IOException, InterruptedException {
        Duration large = period.dividedBy(LARGE_PART);
        Ticks before = Ticks.now();
        long cpuNanosBefore = cpuNanos(server, client);
        double smallPerSecond = call(client, SMALL_BYTES, SMALL_IN_FLIGHT, period.minus(large));
        double largePerSecond = call(client, LARGE_BYTES, LARGE_IN_FLIGHT, large);
        MachineLoad others = Ticks.now().since(before, cpuNanos(server, client) - cpuNanosBefore);
        return new Period(smallPerSecond, largePerSecond, others, held(server), held(client));
    }

    /** Of the two and of this process. */
    private static long cpuNanos(Child server, Child client) throws IOException {
        return ProcessUsage.of(server.handle()).cpuNanos()
                + ProcessUsage.of(client.handle()).cpuNanos()
                + ProcessUsage.of(ProcessHandle.current()).cpuNanos();
    }

    private static double call(Child client, int sizeBytes, int inFlight, Duration duration)
            throws IOException, InterruptedException {
        client.tell("call " + sizeBytes + ' ' + inFlight + ' ' + duration.toMillis());
        return Double.parseDouble(client.expect("called", duration.plus(PATIENCE)));
    }

    private static Held held(Child child) throws IOException, InterruptedException {
        child.tell("heap");
        long heapBytes = Long.parseLong(child.expect("heap", PATIENCE));
        return new Held(
                heapBytes, ProcessMemory.openFiles(child.handle()), ProcessMemory.residentBytes(child.handle()));
    }

    private String here() {
        return transport.label() + ' ' + engine.label();
    }

    /** Calls are medians, growth is what became of the second period. */
    public List<Figure> figures() {
        double[] small = afterTheFirst(Period::smallPerSecond);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(here() + ", calls of 64 B", small, "calls/s"));
        figures.add(Figure.of(here() + ", calls of 64 KiB", afterTheFirst(Period::largePerSecond), "calls/s"));
        double[] ratios = Arrays.stream(small).map(each -> each / small[0]).toArray();
        figures.add(Figure.last(here() + ", last to second", ratios, "x").from(LEAST_OF_SECOND));
        figures.addAll(growth("server", Period::server));
        figures.addAll(growth("client", Period::client));
        return figures;
    }

    private List<Figure> growth(String end, Function<Period, Held> held) {
        return List.of(
                growth(end + "'s live heap", one -> held.apply(one).heapBytes() / KIBI, "KiB")
                        .under(MOST_HEAP_KIB),
                growth(end + "'s open files", one -> held.apply(one).files(), "files")
                        .under(1),
                growth(end + "'s memory", one -> held.apply(one).residentBytes() / KIBI, "KiB")
                        .under(MOST_RESIDENT_KIB));
    }

    private Figure growth(String what, ToDoubleFunction<Period> held, String unit) {
        double[] all = afterTheFirst(held);
        double[] growth = Arrays.stream(all).map(each -> each - all[0]).toArray();
        return Figure.last(here() + ", " + what + ", growth", growth, unit);
    }

    private double[] afterTheFirst(ToDoubleFunction<Period> figure) {
        return periods.stream().skip(1).mapToDouble(figure).toArray();
    }

    /** What a reader of the figures has to know. */
    public List<String> notes() {
        long busy = periods.stream().filter(one -> one.others().disturbing()).count();
        return busy == 0
                ? List.of()
                : List.of("other programs or a hypervisor took processor time: " + here() + " periods=" + busy + " of "
                        + periods.size());
    }
}
