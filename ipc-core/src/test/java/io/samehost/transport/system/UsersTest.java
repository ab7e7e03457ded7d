package io.samehost.transport.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class UsersTest {
    /** One that no user has, and of which no process runs. */
    private static final int NOBODYS = (int) 4_123_456_789L;

    /** Users of whom no process runs, too: they are found in no other way. */
    @Test
    void allWhomPasswdNamesHaveTheirNames() throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":", -1);
            names.putIfAbsent(fields[2], fields[0]);
        }
        assertEquals("root", names.get("0"));
        names.forEach((uid, name) -> assertEquals(name, Users.nameOf(Integer.parseUnsignedInt(uid))));
        names.forEach((uid, name) -> assertEquals(OptionalInt.of(Integer.parseUnsignedInt(uid)), Users.uidOf(name)));
    }

    /** To find no name takes a look at every process; whoever connects again and again causes it once. */
    @Test
    void aNumberWithoutANameIsSearchedForOnce() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        assertEquals("4123456789", Users.nameOf(NOBODYS));
        long before = threads.getThreadAllocatedBytes(own);
        assertEquals("4123456789", Users.nameOf(NOBODYS));
        long bytes = threads.getThreadAllocatedBytes(own) - before;
        assertTrue(bytes < 1000, () -> "bytes=" + bytes); // a look at the processes takes ten thousands
    }
}
