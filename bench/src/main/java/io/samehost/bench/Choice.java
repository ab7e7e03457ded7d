package io.samehost.bench;

import java.util.Collections;
import java.util.List;

/** Which of all combinations of a plan are worth their time. */
enum Choice {
    /** All that was asked for. */
    EVERYTHING {
        @Override
        boolean measures(Scenario scenario) {
            return true;
        }
    },
    /** All that was asked for, without the pipes of the floor: there is not the time. */
    QUICK {
        @Override
        boolean measures(Scenario scenario) {
            return scenario.transport() != Transport.PIPE;
        }
    },
    /**
     * What the full answer needs within half an hour. The two transports of the question get every pattern; the others
     * show in small messages how far they are from their relatives. A pattern whose cost does not depend on the size, or
     * on the engine, is measured with one of them.
     */
    ANSWER {
        @Override
        boolean measures(Scenario scenario) {
            return isAboutTheQuestion(scenario) && isWorthIts(scenario);
        }
    },
    /** What a user would pick instead: three loads, and no pipes. */
    PEERS {
        @Override
        boolean measures(Scenario scenario) {
            return scenario.transport() != Transport.PIPE
                    && (scenario.pattern() != Pattern.PING_PONG || isSmall(scenario));
        }

        @Override
        List<Integer> windows(ByteSize size, List<Integer> wished) {
            return List.of(size.isBulk() ? Collections.min(wished) : Collections.max(wished));
        }
    };

    private static final int SMALL_BYTES = 64;

    abstract boolean measures(Scenario scenario);

    /** The windows to measure of those wished for. */
    List<Integer> windows(ByteSize size, List<Integer> wished) {
        return wished;
    }

    private static boolean isAboutTheQuestion(Scenario scenario) {
        return switch (scenario.transport()) {
            case UNIX, TCP, PIPE -> true;
            case UNIX_JUNIXSOCKET, UNIX_ABSTRACT, TCP6, TCP_NAGLE ->
                scenario.engine() == Engine.THREADS
                        && isSmall(scenario)
                        && (scenario.pattern() == Pattern.PING_PONG || scenario.pattern() == Pattern.PIPELINED);
        };
    }

    private static boolean isWorthIts(Scenario scenario) {
        return switch (scenario.pattern()) {
            case PING_PONG, PIPELINED, BULK -> true;
            case STREAM ->
                scenario.engine() != Engine.LOOP
                        && (isSmall(scenario) || scenario.size().isBulk());
            case CONNECT -> isSmall(scenario) && (scenario.layer() != Layer.RPC || scenario.engine() != Engine.LOOP);
            case RATE, MAX_RATE -> isSmall(scenario) && scenario.engine() != Engine.LOOP;
            case MANY -> isSmall(scenario) && scenario.layer() == Layer.RAW && scenario.inFlight() > 1;
        };
    }

    private static boolean isSmall(Scenario scenario) {
        return scenario.size().bytes() <= SMALL_BYTES;
    }
}
