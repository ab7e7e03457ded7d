package io.samehost.bench;

/**
 * What each run discards at its start. A compiled C program needs the caches only; the few loops of the raw rows are compiled
 * soon; the library is a thousand methods, and a pair of JVMs that shares two processors with its own compilers takes
 * seconds until it has them.
 *
 * @param seconds for raw bytes
 * @param rpcSeconds for calls
 */
record WarmUp(double seconds, double rpcSeconds) {
    private static final double FLOOR_SECONDS = 0.1;

    static WarmUp same(double seconds) {
        return new WarmUp(seconds, seconds);
    }

    /** The search for the highest rate takes a multiple of it, and warms up what it searches with. */
    double secondsOf(Scenario scenario) {
        return switch (scenario.layer()) {
            case FLOOR -> Math.min(seconds, FLOOR_SECONDS);
            case RAW -> seconds;
            case RPC -> scenario.pattern() == Pattern.MAX_RATE ? seconds : rpcSeconds;
        };
    }
}
