package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessMemoryTest {

    @Test
    void readsTheNumberAfterTheName() throws IOException {
        assertEquals(4711, ProcessMemory.number(List.of("VmHWM:\t 9 kB", "VmRSS:\t    4711 kB"), "VmRSS:", 0));
    }

    @Test
    void skipsTheNumbersThatStandBefore() throws IOException {
        List<String> limits = List.of("Max open files            1024                 20000                files");
        assertEquals(20_000, ProcessMemory.number(limits, "Max open files", 1));
    }

    @Test
    void unlimitedIsMoreThanAnyNumber() throws IOException {
        assertEquals(
                Long.MAX_VALUE, ProcessMemory.number(List.of("Max open files 1024 unlimited"), "Max open files", 1));
    }

    @Test
    void aNameThatIsNotThereIsAnError() {
        assertThrows(IOException.class, () -> ProcessMemory.number(List.of(), "VmRSS:", 0));
    }

    @Test
    void thisJvmIsInMemory() throws IOException {
        assertTrue(ProcessMemory.residentBytes(ProcessHandle.current()) > 1024 * 1024);
    }
}
