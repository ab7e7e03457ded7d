package io.samehost.bench;

/** x. */
public final class Bench {
    private Bench() {}
}
