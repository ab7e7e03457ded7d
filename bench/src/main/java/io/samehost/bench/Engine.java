package io.samehost.bench;

/** What moves the bytes at the server. */
enum Engine {
    THREADS("threads"),
    LOOP("loop"),
    /** The C floor's own read and write. */
    C("C");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isFloor() {
        return this == C;
    }
}
