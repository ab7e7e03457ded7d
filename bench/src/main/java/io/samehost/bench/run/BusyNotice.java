package io.samehost.bench.run;

import io.samehost.bench.process.BusyPrograms.Program;
import io.samehost.bench.result.Report.Idle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What to do about a busy machine, said before anything is measured.
 *
 * @param programs the busiest of those that can be seen
 */
record BusyNotice(Idle idle, List<Program> programs, double patienceSeconds) {

    /** Empty on a quiet machine. */
    List<String> lines() {
        return idle.load().disturbing() ? Stream.concat(what(), remedy()).toList() : List.of();
    }

    private Stream<String> what() {
        return Stream.of(
                String.format(
                        Locale.ROOT,
                        "this machine is busy: %.0f %% of it goes to other programs, %.0f %% to its hypervisor",
                        100 * idle.load().foreignShare(),
                        100 * idle.load().stealShare()),
                "load average over 1, 5 and 15 minutes: " + idle.loadAverage().replaceAll("^(\\S+ \\S+ \\S+).*", "$1"));
    }

    private Stream<String> remedy() {
        Stream<String> start = programs.isEmpty()
                ? Stream.of("no program to close can be seen from here, so another hour may be quieter")
                : Stream.concat(Stream.of("close these, or wait until they are done:"), named());
        String again = String.format(
                Locale.ROOT,
                "rounds that are disturbed are measured again for up to %.0f s (--patience)",
                patienceSeconds);
        return Stream.concat(start, patienceSeconds > 0 ? Stream.of(again) : Stream.empty());
    }

    private Stream<String> named() {
        return programs.stream()
                .map(program -> String.format(
                        Locale.ROOT,
                        "  %s, process %d: %.0f %% of a processor",
                        program.name(),
                        program.pid(),
                        100 * program.share()));
    }
}
