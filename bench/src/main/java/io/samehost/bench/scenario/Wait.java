package io.samehost.bench.scenario;

import java.time.Duration;
import java.util.Locale;

/** The way in which both ends wait until there is something to read, or room to write. */
public enum Wait {
    /** They sleep in the kernel until it wakes them. */
    BLOCKING,
    /** They ask again and again: no wake-up to wait for, and a processor each that does nothing else. */
    SPINNING;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For how long a library that is told to spin does so: for longer than any message takes. */
    public Duration spin() {
        return this == SPINNING ? Duration.ofSeconds(10) : Duration.ZERO;
    }

    /** True if there is a program that waits so in this load; all of them can block. */
    public boolean fits(Scenario scenario) {
        return this == BLOCKING
                || switch (scenario.layer()) {
                    case FLOOR -> scenario.pattern() != Pattern.CONNECT;
                    case RAW -> scenario.engine() == ServerKind.THREADS && spinsRaw(scenario);
                    case RPC, RPC_DEFAULT, RPC_TYPED, RPC_INTERCEPTED, RPC_WITHOUT_JFR, RPC_BUFFERS ->
                        scenario.engine() == ServerKind.LOOP && spinsCalls(scenario);
                    case PEER -> false;
                };
    }

    /** The library's loop spins, and so do its callers. */
    private static boolean spinsCalls(Scenario scenario) {
        boolean oneConnection = scenario.pattern() == Pattern.PING_PONG || scenario.pattern() == Pattern.PIPELINED;
        return oneConnection && !scenario.transport().isDatagram();
    }

    /** True if the benchmark's own server can stand in: it echoes bytes as they come. */
    private static boolean spinsRaw(Scenario scenario) {
        return switch (scenario.pattern()) {
            case PING_PONG -> scenario.transport().isDatagram() || !scenario.isEchoedWhole();
            case PIPELINED, BULK -> !scenario.isEchoedWhole();
            case STREAM, SERVER_STREAM, CONNECT, RATE, MAX_RATE, MANY, FLOOD -> false;
        };
    }
}
