package io.samehost.bench.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {

    @Test
    void namesStandLeftAndFiguresRight() {
        Table table = new Table(1, List.of("transport", "p50"));
        table.add(List.of("unix", "7.0"));
        table.add(List.of("tcp", "1,123.0"));
        assertEquals(
                List.of(
                        "  transport      p50", //
                        "  unix           7.0",
                        "  tcp        1,123.0"),
                table.lines());
    }

    @Test
    void whatIsTooWideGoesOnBelowWithItsNamesAgain() {
        Table table = new Table(1, List.of("transport", "p50", "p99", "max"));
        table.add(List.of("unix", "7.0", "8.0", "1,123.0"));
        assertEquals(
                List.of(
                        List.of(
                                "  transport  p50  p99", //
                                "  unix       7.0  8.0"),
                        List.of(
                                "  transport      max", //
                                "  unix       1,123.0")),
                table.parts(22));
    }

    @Test
    void aColumnOfFiguresThatNobodyHasIsLeftOut() {
        Table table = new Table(1, List.of("transport", "lost", "p50"));
        table.add(List.of("unix", "", "7.0"));
        assertEquals(List.of("  transport  p50", "  unix       7.0"), table.lines());
    }

    @Test
    void aNameThatIsTooLongIsWrapped() {
        Table table = new Table(1, List.of("", "p50"));
        table.add(List.of("a call beside others", "7.0"));
        assertEquals(
                List.of(
                        "               p50", //
                        "  a call",
                        "  beside",
                        "  others       7.0"),
                table.parts(22).get(0));
    }

    @Test
    void aReasonInThePlaceOfFiguresIsWrapped() {
        Table table = new Table(1, List.of("peer", "p50", "p99"));
        table.add(List.of("nng", "- not installed here"));
        table.add(List.of("zmq", "7.0", "8.0"));
        assertEquals(
                List.of(
                        "  peer  p50  p99", //
                        "  nng   - not",
                        "        installed",
                        "        here",
                        "  zmq   7.0  8.0"),
                table.parts(17).get(0));
    }

    @Test
    void aLineMayEndEarly() {
        Table table = new Table(1, List.of("transport", "p50"));
        table.add(List.of("unix"));
        assertEquals("  unix", table.lines().get(1));
    }

    @Test
    void aWordAtTheEarlyEndWidensNoColumn() {
        Table table = new Table(2, List.of("peer", "speed", "p50"));
        table.add(List.of("nng", "- not installed: apt-get install it"));
        table.add(List.of("zmq", "##", "7.0"));
        assertEquals(
                List.of(
                        "  peer  speed  p50", //
                        "  nng   - not installed: apt-get install it",
                        "  zmq   ##     7.0"),
                table.lines());
    }
}
