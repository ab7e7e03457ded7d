package io.samehost.bench.plan;

import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.ServerKind;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The combinations that are worth their time, of all that a plan could measure. */
public enum Choice {
    /** All that was asked for. */
    EVERYTHING {
        @Override
        boolean measures(Scenario scenario) {
            return true;
        }
    },
    /** Without the pipes of the floor and the window of its memory, and with the second engine for the throughput of calls only: there is not the time. */
    QUICK {
        @Override
        boolean measures(Scenario scenario) {
            return scenario.transport() != MeasuredTransport.PIPE
                    && (scenario.transport() != MeasuredTransport.SHARED_MEMORY
                            || scenario.pattern() == Pattern.PING_PONG)
                    && (scenario.engine() != ServerKind.LOOP || scenario.pattern() == Pattern.PIPELINED);
        }
    },
    /**
     * The full answer within half an hour. The two transports of the question get every pattern, and raw bytes
     * every size; the others show in small messages how far they are from their relatives. Patterns that do not depend
     * on the size, or on the engine, are measured with one of them.
     */
    ANSWER {
        @Override
        boolean measures(Scenario scenario) {
            return switch (scenario.transport()) {
                case UNIX, TCP -> isWorthIts(scenario);
                case PIPE, SHARED_MEMORY, UNIX_JUNIXSOCKET, UNIX_ABSTRACT, TCP6, TCP_NAGLE -> isRelative(scenario);
                case UDP, UNIXGRAM -> isSmall(scenario);
            };
        }
    },
    /** The comparison with other libraries: three loads, over sockets only. */
    PEERS {
        @Override
        boolean measures(Scenario scenario) {
            return !scenario.transport().isOfTheFloorOnly()
                    && (scenario.pattern() != Pattern.PING_PONG || isSmall(scenario));
        }

        @Override
        List<Integer> windows(ByteSize size, List<Integer> wished) {
            return List.of(size.isBulk() ? Collections.min(wished) : Collections.max(wished));
        }
    };

    private static final int SMALL_BYTES = 64;
    private static final int KIBIBYTE = 1024;

    /** The loopback MTU, and what takes many of its packets. */
    private static final Set<Integer> LARGE_CALL_BYTES = Set.of(64 * KIBIBYTE, 1024 * KIBIBYTE);

    private static final int FULL_WINDOW = 64;
    private static final int CALLED_CONNECTIONS = 100;

    abstract boolean measures(Scenario scenario);

    /** How long disturbed rounds are measured again, unless it is said. */
    public double patienceSeconds() {
        return switch (this) {
            case QUICK -> 60;
            case PEERS -> 120;
            case ANSWER, EVERYTHING -> 300;
        };
    }

    /** The windows to measure of those wished for. */
    List<Integer> windows(ByteSize size, List<Integer> wished) {
        return wished;
    }

    private static boolean isRelative(Scenario scenario) {
        return isSmall(scenario)
                && scenario.engine() != ServerKind.LOOP
                && (scenario.pattern() == Pattern.PING_PONG || isFullWindow(scenario));
    }

    private static boolean isFullWindow(Scenario scenario) {
        return scenario.pattern() == Pattern.PIPELINED && scenario.inFlight() == FULL_WINDOW;
    }

    private static boolean isFullWindowOfKibibytes(Scenario scenario) {
        return isFullWindow(scenario) && scenario.size().bytes() == KIBIBYTE && scenario.engine() != ServerKind.LOOP;
    }

    private static boolean isWorthIts(Scenario scenario) {
        return switch (scenario.pattern()) {
            case PING_PONG, BULK -> isWorthItsSize(scenario);
            case PIPELINED -> isSmall(scenario) || isFullWindowOfKibibytes(scenario);
            case STREAM -> scenario.engine() != ServerKind.LOOP && (isSmall(scenario) || isPacket(scenario));
            case CONNECT -> isSmall(scenario) && (!scenario.layer().isRpc() || scenario.engine() != ServerKind.LOOP);
            case RATE, MAX_RATE -> isSmall(scenario) && scenario.engine() != ServerKind.LOOP;
            case MANY ->
                isSmall(scenario)
                        && (scenario.layer() == Layer.RAW
                                ? scenario.inFlight() > 1
                                : scenario.inFlight() == CALLED_CONNECTIONS);
            case FLOOD, SERVER_STREAM -> false;
        };
    }

    /** Bytes at every step, by the engine that adds least; calls, and the other engine, at both ends of the scale. */
    private static boolean isWorthItsSize(Scenario scenario) {
        if (scenario.engine() == ServerKind.LOOP) {
            return isSmall(scenario) || (scenario.layer() == Layer.RAW && isPacket(scenario));
        }
        return !scenario.layer().isRpc()
                || isSmall(scenario)
                || LARGE_CALL_BYTES.contains(scenario.size().bytes());
    }

    private static boolean isSmall(Scenario scenario) {
        return scenario.size().bytes() == SMALL_BYTES;
    }

    /** As large as one packet over loopback can be, and a little more. */
    private static boolean isPacket(Scenario scenario) {
        return scenario.size().bytes() == 64 * KIBIBYTE;
    }
}
