package io.samehost.bench.plan;

import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * The part of each run that is discarded. A compiled C program needs the caches only, and the few loops of the raw rows are
 * compiled soon. The library is a thousand methods: with 1,024 calls in flight, a pair of JVMs with a processor each carried
 * 2.3 million a second after three seconds, and 2.7 million after six.
 *
 * @param seconds for raw bytes
 * @param rpcSeconds for calls, for peers that are compiled while they run, and for connections, which are as much of the library
 */
public record WarmUp(double seconds, double rpcSeconds) {
    /**
     * A warm-up is several runs with the pause between them that the measurement follows too. Otherwise a
     * program would end a run, and pause, for the first time when the warm-up is over. The JVM then discards code that it
     * compiled in the belief that this never happens: compiling 64 KiB calls again took a second of the measurement.
     */
    private static final int RUNS = 3;

    /** A warm-up that searches for the highest rate takes so many times as long as asked for, about. */
    public static final int OF_A_RATE_SEARCH = 5;

    private static final double FLOOR_SECONDS = 0.1;

    /** Enough for caches, buffers and the scheduler, if the program was compiled before. */
    private static final double NATIVE_PEER_SECONDS = 0.3;

    public static WarmUp same(double seconds) {
        return new WarmUp(seconds, seconds);
    }

    /** The lengths of the runs of one warm-up, {@link #secondsOf} together. The search for the highest rate is one run. */
    public List<Duration> runsOf(Scenario scenario) {
        return runs(scenario.pattern() == Pattern.MAX_RATE ? 1 : RUNS, secondsOf(scenario));
    }

    /** The same, of what is no {@link Scenario}. */
    public static List<Duration> runsOf(double seconds) {
        return runs(RUNS, seconds);
    }

    private static List<Duration> runs(int number, double seconds) {
        return Collections.nCopies(number, Duration.ofMillis(Math.round(seconds * 1000 / number)));
    }

    /** The search for the highest rate takes a multiple of it, and warms up what it searches with. */
    public double secondsOf(Scenario scenario) {
        return switch (scenario.layer()) {
            case FLOOR -> Math.min(seconds, FLOOR_SECONDS);
            case RAW -> scenario.pattern() == Pattern.CONNECT ? rpcSeconds : seconds;
            case RPC, RPC_DEFAULT, RPC_TYPED, RPC_INTERCEPTED, RPC_WITHOUT_JFR, RPC_BUFFERS ->
                scenario.pattern() == Pattern.MAX_RATE ? seconds : rpcSeconds;
            case PEER -> scenario.engine().runsOnJvm() ? rpcSeconds : Math.min(rpcSeconds, NATIVE_PEER_SECONDS);
        };
    }
}
