package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessUsageTest {

    @Test
    void readsACounterByItsWholeName() {
        List<String> status = List.of("Name:\tjava", "voluntary_ctxt_switches:\t12", "nonvoluntary_ctxt_switches:\t3");
        assertEquals(12, ProcessUsage.counter(status, "voluntary_ctxt_switches:"));
        assertEquals(3, ProcessUsage.counter(status, "nonvoluntary_ctxt_switches:"));
    }

    @Test
    void aCounterThatIsNotThereIsZero() {
        assertEquals(0, ProcessUsage.counter(List.of("Name:\tjava"), "voluntary_ctxt_switches:"));
    }

    @Test
    void aLivingProcessHasSwitchedAndUsedTime() throws IOException {
        ProcessUsage usage = ProcessUsage.of(ProcessHandle.current());
        assertTrue(usage.cpuNanos() > 0 && usage.switches() > 0, usage::toString);
    }

    @Test
    void usageBetweenTwoMomentsIsTheDifference() {
        assertEquals(new ProcessUsage(5, 3, 1, 4), new ProcessUsage(15, 5, 2, 7).since(new ProcessUsage(10, 2, 1, 3)));
    }
}
