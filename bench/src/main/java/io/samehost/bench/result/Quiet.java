package io.samehost.bench.result;

import java.util.List;
import java.util.function.Predicate;

/** Which of the rounds that were measured count, where other programs or a hypervisor disturbed some of them. */
public final class Quiet {
    /** Fewer rounds give an interval that means little. */
    public static final int FEWEST_ROUNDS = 5;

    /** With no more disturbed rounds than one in this many, figures say more about sockets than about the neighbours. */
    public static final int ONE_IN = 5;

    private Quiet() {}

    /** The quiet ones alone where they are enough, since a disturbed round was then measured again; else all. */
    public static <T> List<T> counted(List<T> rounds, Predicate<T> disturbed) {
        List<T> quiet = rounds.stream().filter(disturbed.negate()).toList();
        return quiet.size() >= FEWEST_ROUNDS ? quiet : rounds;
    }

    /** True if so few of those that count were disturbed that nothing has to be measured again. */
    public static <T> boolean isEnough(List<T> rounds, Predicate<T> disturbed) {
        List<T> counted = counted(rounds, disturbed);
        return counted.stream().filter(disturbed).count() <= counted.size() / ONE_IN;
    }
}
