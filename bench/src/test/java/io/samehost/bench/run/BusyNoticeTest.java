package io.samehost.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.bench.process.BusyPrograms.Program;
import io.samehost.bench.process.MachineLoad;
import io.samehost.bench.result.Report.Idle;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BusyNoticeTest {

    @Test
    void aQuietMachineIsNotWorthAWord() {
        assertEquals(List.of(), new BusyNotice(new Idle(new MachineLoad(0.02, 0), "0.1"), List.of(), 60).lines());
    }

    @Test
    void itNamesWhatToCloseAndHowLongItTries() {
        List<Program> programs = List.of(new Program("cc1plus", 42, 0.97), new Program("java", 43, 0.4));
        assertEquals(
                List.of(
                        "this machine is busy: 62 % of it goes to other programs, 1 % to its hypervisor",
                        "load average over 1, 5 and 15 minutes: 3.1 2.0 1.0",
                        "close these, or wait until they are done:",
                        "  cc1plus, process 42: 97 % of a processor",
                        "  java, process 43: 40 % of a processor",
                        "rounds that are disturbed are measured again for up to 60 s (--patience)"),
                new BusyNotice(new Idle(new MachineLoad(0.62, 0.01), "3.1 2.0 1.0 4/300 1234"), programs, 60).lines());
    }

    @Test
    void whatNobodyHereCanCloseHasToBeWaitedFor() {
        assertEquals(
                "no program to close can be seen from here, so another hour may be quieter",
                new BusyNotice(new Idle(new MachineLoad(0, 0.3), "0.1"), List.of(), 0)
                        .lines()
                        .get(2));
    }
}
