package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A daemon of another version, and one that ends as a command comes. Not final: {@link ToolSoakTest} repeats it. */
class ToolVersionsTest extends ToolFixture {
    @Rounds
    void anOlderDaemonIsReplacedWhileItIsIdle() throws Exception {
        long old = callOnce(tool("1.9", "PT1M", "none"));
        try (Client client = tool("1.10", "PT1M", "none").connect()) {
            assertEquals("1.10", call(client, "Version"));
            assertNotEquals(old, pid(client));
        }
        DaemonVersionException newer = assertThrows(
                DaemonVersionException.class, () -> tool("1.9", "PT1M", "none").connect());
        assertEquals("1.10", newer.ofDaemon());
        assertTrue(newer.getMessage().contains("command=1.9 daemon=1.10"), newer.getMessage());
    }

    @Test
    void aDaemonAtWorkIsLeftAlone() throws Exception {
        try (Client client = tool().connect()) {
            long pid = pid(client);
            CompletableFuture<byte[]> slow = client.callAsync("test.Tool", "Wait", "2000".getBytes(UTF_8));
            Awaitility.await().until(() -> tool().status().orElseThrow().calls() == 1);
            DaemonVersionException busy = assertThrows(
                    DaemonVersionException.class,
                    () -> tool("2", "PT1M", "none").connect());
            assertTrue(busy.getMessage().contains("it is at work and was left alone: calls=1"), busy.getMessage());
            assertEquals("2000", new String(slow.get(60, TimeUnit.SECONDS), UTF_8));
            assertEquals(pid, pid(client));
        }
    }

    @Test
    void twoVersionsThatBothWantToReplaceDoNotTakeTurns() throws Exception {
        VersionPolicy eager =
                (mine, theirs) -> mine.equals(theirs) ? VersionPolicy.Decision.USE : VersionPolicy.Decision.REPLACE;
        callOnce(tool("a", "PT1M", "none").withVersions(eager));
        callOnce(tool("b", "PT1M", "none").withVersions(eager));
        assertThrows(
                DaemonVersionException.class,
                () -> tool("a", "PT1M", "none").withVersions(eager).connect());
    }

    /** As when the command is upgraded, and the program of the daemon is not. */
    @Test
    void aDaemonThatIsStartedInAnOlderVersionThanItsCommandIsToldOfAndNotReplacedWithoutEnd() throws Exception {
        Tool half = tool().startedBy(DaemonCommand.ofMain(TestDaemon.class, "0.9", "PT1M", "none"));
        DaemonVersionException failure = assertThrows(DaemonVersionException.class, half::connect);
        assertTrue(failure.getMessage().contains("command=1 daemon=0.9"), failure.getMessage());
        assertTrue(failure.getMessage().contains("upgrade the daemon"), failure.getMessage());
        assertEquals(2, tool().log(10).size());
    }

    @Test
    void aVersionIsOneLine() {
        assertThrows(IllegalArgumentException.class, () -> Tool.of("test", "1\n2"));
    }

    /** Each daemon ends as soon as it sees that it is idle, which is a quarter of a second after a call at the latest. */
    @Rounds
    void noCallIsLostToDaemonsThatEndWhenTheyAreIdle() throws Exception {
        Tool hasty = tool("1", "PT0.000001S", "none").withConfig(ClientConfig.DEFAULT.withCallTimeout(LONG));
        Set<Long> seen = new HashSet<>();
        try (Client client = hasty.connect()) {
            while (seen.size() < endsInARound()) {
                boolean isOdd = seen.size() % 2 == 1;
                seen.add(isOdd ? pid(client) : callOnce(hasty));
            }
        }
    }

    /** So many daemons end as a client comes: one that is connected already, and a new one, by turns. */
    int endsInARound() {
        return 4;
    }
}
