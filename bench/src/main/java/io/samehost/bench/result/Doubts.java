package io.samehost.bench.result;

import io.samehost.bench.plan.PlanCommand;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.result.Verdict.Withheld;
import io.samehost.bench.result.Verdict.Withheld.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Why verdicts are missing, or less sure than others: a sentence for each reason, however many rows share it. */
public record Doubts(Results results, List<Verdict> verdicts) {

    /** All of them; empty if every verdict is as sure as it can be. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        disturbed().ifPresent(words::add);
        withheld(Why.TOO_FEW, this::tooFew).ifPresent(words::add);
        withheld(Why.RATE_MISSED, first -> "").ifPresent(words::add);
        return words;
    }

    private Optional<String> disturbed() {
        long marked = verdicts.stream().filter(Doubts::isDisturbed).count();
        if (marked == 0) {
            return Optional.empty();
        }
        List<MachineLoad> loads = results.measured().stream()
                .map(run -> run.measurement().load())
                .filter(MachineLoad::disturbing)
                .toList();
        double patience = results.plan().effort().patienceSeconds();
        return Optional.of(String.format(
                Locale.ROOT,
                "%s The machine was busy (%.0f %% of it went to other programs, %.0f %% to the hypervisor): %d of %d"
                        + " comparisons had too few quiet rounds%s. Their ratio is that of the quiet rounds, or of all where"
                        + " none was, and their interval spans every round.",
                Verdict.MARK,
                percent(loads, MachineLoad::foreignShare),
                percent(loads, MachineLoad::stealShare),
                marked,
                verdicts.size(),
                patience > 0 ? String.format(Locale.ROOT, ", also after %.0f s of measuring again", patience) : ""));
    }

    private static boolean isDisturbed(Verdict verdict) {
        return (verdict instanceof Verdict.Shown shown && shown.disturbed())
                || (verdict instanceof Verdict.NoDifference none && none.disturbed());
    }

    private static double percent(List<MachineLoad> loads, ToDoubleFunction<MachineLoad> share) {
        return 100 * Statistics.median(loads.stream().mapToDouble(share).toArray());
    }

    private Optional<String> withheld(Why why, Function<Withheld, String> remedy) {
        List<Withheld> all = verdicts.stream()
                .filter(Withheld.class::isInstance)
                .map(Withheld.class::cast)
                .filter(verdict -> verdict.why() == why)
                .toList();
        return all.stream()
                .findFirst()
                .map(first -> "No verdict in " + all.size() + " of " + verdicts.size() + " comparisons, "
                        + first.reason() + remedy.apply(first));
    }

    private String tooFew(Withheld first) {
        int runs = Math.max(results.plan().effort().runs(), first.needed());
        return ": " + new PlanCommand(results.plan().withRuns(runs));
    }
}
