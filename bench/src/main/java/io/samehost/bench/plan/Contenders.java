package io.samehost.bench.plan;

import io.samehost.bench.scenario.MeasuredTransport;
import java.util.List;

/**
 * Everything that is compared: transports, and the programs that use them.
 *
 * @param transports the first is compared with each of the others
 * @param subjects the programs, without the C floor
 * @param floor true to measure the C floor too
 * @param spin true to measure everything that can spin a second time, with both ends spinning
 */
public record Contenders(List<MeasuredTransport> transports, List<Subject> subjects, boolean floor, boolean spin) {

    public Contenders {
        transports = List.copyOf(transports);
        subjects = List.copyOf(subjects);
    }

    /** Blocking ends only. */
    public static Contenders blocking(List<MeasuredTransport> transports, List<Subject> subjects, boolean floor) {
        return new Contenders(transports, subjects, floor, false);
    }
}
