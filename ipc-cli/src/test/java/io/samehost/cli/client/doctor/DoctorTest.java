package io.samehost.cli.client.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.Workplace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ipc-client doctor}: what it says of this machine. */
final class DoctorTest extends DoctorFixture {
    @Test
    void eachThingIsLookedAtAndNoFileIsLeft() throws Exception {
        Workplace.Result result = doctor();

        assertNothingBroken(result);
        assertEquals(
                MACHINE,
                findings(result.out()).stream()
                        .map(finding -> finding.substring(finding.indexOf(' ') + 1))
                        .toList());
        assertTrue(findings(result.out()).contains("ok AF_UNIX by the JDK"), result.out());
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL=C.UTF-8, all is well", "LC_ALL=C, not well: count=1 (locale)"})
    void itWorksForAnyUserWithoutHomeOrStdin(String locale, String end) throws Exception {
        List<String> line = new ArrayList<>(List.of("env", "-i", locale, "bash", "-c", "\"$@\" <&-", "bash"));
        line.addAll(command(work.readableClassPath(), temporary));

        Workplace.Result result = work.run(asNobody(line));

        assertTrue(result.out().endsWith("\n" + end + "\n"), result.out());
        assertEquals("", result.err());
        assertNothingLeft();
    }

    @Test
    void whatDoesNotWorkIsCountedAndHasItsFix() throws Exception {
        Workplace.Result result = work.run(command(System.getProperty("java.class.path"), work.path("nowhere")));

        assertEquals(1, result.exitCode(), result.out());
        assertTrue(
                result.out()
                        .endsWith("not well: count=5 (AF_UNIX by the JDK, AF_UNIX by junixsocket, abstract names,"
                                + " temporary directory, runtime directory)\n"),
                result.out());
        assertTrue(result.out().contains("-> set java.io.tmpdir to a directory that can be written"), result.out());
        // a newer JDK says so itself
        assertEquals("", result.err().replace("WARNING: java.io.tmpdir directory does not exist\n", ""));
    }

    @Test
    void programsGetALineForEachFindingAndASum() throws Exception {
        work.server("rpc", "-l", "unix:./s");
        List<String> lines = doctor("unix:./s", "--json").out().lines().toList();

        assertEquals(MACHINE.size() + 6 + 1, lines.size());
        assertTrue(
                lines.get(0)
                        .matches("\\{\"event\":\"check\",\"about\":\"this machine\",\"name\":\"JDK\",\"state\":\"ok\","
                                + "\"text\":\"[^\"]+\"}"),
                lines.get(0));
        assertTrue(
                lines.get(lines.size() - 1)
                        .matches("\\{\"event\":\"summary\",\"checks\":25,\"broken\":0,\"unknown\":\\d,\"exit\":0}"),
                lines.get(lines.size() - 1));
    }
}
