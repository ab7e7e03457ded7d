package io.samehost.bench.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.cli.Bench;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import picocli.CommandLine;

@Timeout(120)
final class SockperfTest {

    @Test
    void itsMedianIsReadInMicroseconds() throws IOException {
        assertEquals(
                6_234,
                Sockperf.medianNanos(List.of(
                        "sockperf: ---> percentile 90.000 =    7.544", "sockperf: ---> percentile 50.000 =    6.234")));
    }

    @Test
    void itsRateIsReadInMessagesASecond() throws IOException {
        assertEquals(
                512_345, Sockperf.messagesPerSecond(List.of("sockperf: Summary: Message Rate is 512345 [msg/sec]")));
    }

    @Test
    void itHasUnixFromItsVersionOn() {
        assertFalse(Sockperf.hasUnix(List.of("sockperf, version 3.7-no.git")));
        assertTrue(Sockperf.hasUnix(List.of("sockperf, version 3.10-1")));
        assertTrue(Sockperf.hasUnix(List.of("sockperf, version 4.0")));
        assertFalse(Sockperf.hasUnix(List.of("something else")));
    }

    @Test
    void aClientThatSaysNoMedianIsQuoted() {
        IOException failure = assertThrows(
                IOException.class, () -> Sockperf.medianNanos(List.of("sockperf: ERROR: Can`t connect socket")));
        assertEquals("sockperf says no median: output=sockperf: ERROR: Can`t connect socket", failure.getMessage());
    }

    /** Needs sockperf and half a minute of a machine that is not too busy: {@code -Dsamehost.bench.sockperf=true}. */
    @Test
    @EnabledIfSystemProperty(named = "samehost.bench.sockperf", matches = "true")
    void theFloorAgreesWithIt() {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Bench.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        assertEquals(0, commandLine.execute("verify-floor", "--tolerance=20"), out::toString);
        assertTrue(out.toString().contains("they agree within 20 %"), out::toString);
    }
}
