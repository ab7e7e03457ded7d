package io.samehost.server.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd tells by variables, of sockets and of the process that they are meant for. */
final class SystemdVariablesTest {
    private static final long OWN = 4711;

    private static List<String> sockets(Map<String, String> variables) {
        return Systemd.of(variables, () -> OWN).sockets().stream()
                .map(socket -> socket.name() + "=" + socket.address())
                .toList();
    }

    @Test
    void socketsHaveNamesAndSeveralMayHaveTheSame() {
        Map<String, String> variables =
                Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "api:admin:api");
        assertEquals(List.of("api=fd:3", "admin=fd:4", "api=fd:5"), sockets(variables));
        List<PassedSocket> api = Systemd.of(variables, () -> OWN).sockets("api");
        assertEquals(
                List.of("fd:3", "fd:5"),
                api.stream().map(socket -> socket.address().toString()).toList());
    }

    @ParameterizedTest
    @CsvSource({"'',unknown unknown", "one,unknown unknown", "one:,one unknown", "one:two:three,unknown unknown"})
    void aSocketWithoutANameOfItsOwnIsUnknown(String names, String expected) {
        List<String> found = Systemd.of(
                        Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "2", "LISTEN_FDNAMES", names), () -> OWN)
                .sockets()
                .stream()
                .map(PassedSocket::name)
                .toList();
        assertEquals(expected, String.join(" ", found));
    }

    @ParameterizedTest
    @CsvSource({"4712,1", "'',1", "04711,1", "4711,0", "4711,-1", "4711,x", "4711,99999999999"})
    void whatIsMeantForAnotherProcessOrMakesNoSenseIsNoSocket(String process, String count) {
        assertEquals(List.of(), sockets(Map.of("LISTEN_PID", process, "LISTEN_FDS", count)));
    }

    @ParameterizedTest
    @CsvSource({"4711,1000000,1000000000", "4712,1000000,0", "4711,x,0", "4711,-5,0"})
    void theWatchdogOfAnotherProcessIsNotOurs(String process, String micros, long nanos) {
        Map<String, String> variables = Map.of("WATCHDOG_PID", process, "WATCHDOG_USEC", micros);
        assertEquals(nanos, Systemd.of(variables, () -> OWN).watchdogNanos());
        assertEquals(
                1_000_000_000,
                Systemd.of(Map.of("WATCHDOG_USEC", "1000000"), () -> OWN).watchdogNanos());
    }

    @Test
    void whereNoManagerTellsAProcessNobodyAsksForItsNumber() {
        assertTrue(Systemd.of(Map.of("LISTEN_FDS", "1"), () -> {
                    throw new AssertionError("asked");
                })
                .sockets()
                .isEmpty());
    }
}
