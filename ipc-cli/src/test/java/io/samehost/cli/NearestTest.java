package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guesses what was meant. */
final class NearestTest {
    private static final List<String> NAMES =
            List.of("call", "chat", "ping", "status", "samehost.Echo/Echo", "samehost.Server/Info");

    @ParameterizedTest
    @CsvSource({
        "cal, call",
        "clal, call",
        "CALL, call",
        "pign, ping",
        "stat, status",
        "samehost.Echo/Ehco, samehost.Echo/Echo",
        "Echo/Echo, samehost.Echo/Echo",
        "samehost.echo/echo, samehost.Echo/Echo",
        "Server/Info, samehost.Server/Info",
    })
    void aTypoOrAPartFindsTheName(String typed, String meant) {
        assertEquals(Optional.of(meant), Nearest.to(typed, NAMES));
    }

    @ParameterizedTest
    @CsvSource({"''", "xyz", "download", "demo.Text/Upper"})
    void whatIsFarFromAllFindsNone(String typed) {
        assertEquals(Optional.empty(), Nearest.to(typed, NAMES));
    }
}
