package io.samehost.bench.run;

import io.samehost.bench.plan.Rows;
import io.samehost.bench.result.Quiet;
import io.samehost.bench.result.Results;
import io.samehost.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be measured once more, because other programs disturbed too many rounds of it. */
record Again(List<Rows.Comparison> comparisons) {

    /**
     * One group for each side that others are compared with, and these after it: a round measures them next to each other.
     * Empty if enough was quiet, or if so few rounds were asked for that there is no verdict anyway.
     */
    List<List<Scenario>> groups(Results results) {
        if (results.plan().effort().runs() < Quiet.FEWEST_ROUNDS) {
            return List.of();
        }
        Map<Scenario, Set<Scenario>> groups = new LinkedHashMap<>();
        for (Rows.Comparison pair : comparisons) {
            if (results.isDisturbed(pair)) {
                Set<Scenario> group = groups.computeIfAbsent(pair.left(), left -> new LinkedHashSet<>(List.of(left)));
                group.add(pair.right());
            }
        }
        return groups.values().stream().map(List::copyOf).toList();
    }

    /** A group as round {@code round} measures it: every second one goes backwards. */
    static List<Scenario> inTurn(List<Scenario> group, int round) {
        List<Scenario> order = new ArrayList<>(group);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
