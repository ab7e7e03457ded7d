package io.samehost.bench;

/** What moves the bytes at the server. */
enum Engine {
    THREADS("threads"),
    LOOP("loop"),
    /** The C floor's own blocking read and write. */
    C("C"),
    /** The C floor that never blocks: both ends try again until there is something. */
    C_SPIN("spin");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isFloor() {
        return this == C || this == C_SPIN;
    }
}
