package io.samehost.bench.run;

import io.samehost.bench.process.BusyPrograms.Program;
import io.samehost.bench.result.Report.Idle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What to do about a busy machine, said before anything is measured.
 *
 * @param programs the busiest of those that can be seen
 */
record BusyNotice(Idle idle, List<Program> programs, double patienceSeconds) {

    /** Empty on a quiet machine. */
    List<String> lines() {
        return idle.load().disturbing() ? List.of(what(), remedy()) : List.of();
    }

    private String what() {
        return String.format(
                Locale.ROOT,
                "this machine is busy: %.0f %% of it goes to other programs, %.0f %% to its hypervisor; load average %s"
                        + " over 1, 5 and 15 minutes",
                100 * idle.load().foreignShare(),
                100 * idle.load().stealShare(),
                idle.loadAverage().replaceAll("^(\\S+ \\S+ \\S+).*", "$1"));
    }

    private String remedy() {
        String start = programs.isEmpty()
                ? "no program to close can be seen from here, so another hour may be quieter"
                : "close " + named() + ", or wait until they are done";
        return start
                + (patienceSeconds > 0
                        ? String.format(
                                Locale.ROOT,
                                "; rounds that are disturbed are measured again for up to %.0f s (--patience)",
                                patienceSeconds)
                        : "");
    }

    private String named() {
        return programs.stream()
                .map(program -> String.format(
                        Locale.ROOT,
                        "%s (process %d, %.0f %% of a processor)",
                        program.name(),
                        program.pid(),
                        100 * program.share()))
                .collect(Collectors.joining(", "));
    }
}
