package io.samehost.cli.client.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ipc-client doctor} as a user has it: a process. */
@Timeout(120)
final class DoctorTest {
    private static final List<String> MACHINE = List.of(
            "JDK",
            "AF_UNIX by the JDK",
            "AF_UNIX by junixsocket",
            "abstract names",
            "loopback IPv4",
            "loopback IPv6",
            "localhost",
            "who is there on TCP",
            "descriptors",
            "somaxconn",
            "wmem_max",
            "clock source",
            "container or VM",
            "temporary directory",
            "runtime directory",
            "/dev/shm",
            "locale",
            "terminal",
            "peers of the benchmark");

    private Workplace work;
    private Path temporary;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
        temporary = Files.createDirectory(work.path("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private List<String> command(String classPath, Path place, String... arguments) {
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(arguments));
        List<String> command = Workplace.java(classPath, IpcClient.class, all.toArray(String[]::new));
        command.add(1, "-Djava.io.tmpdir=" + place);
        command.add(1, "-Dsun.jnu.encoding=UTF-8"); // as the launcher sees to it
        return command;
    }

    private Workplace.Result doctor(String... arguments) throws Exception {
        return work.run(command(System.getProperty("java.class.path"), temporary, arguments));
    }

    /** The states of all lines, as {@code state name}; the line of a fix has none. */
    private static List<String> findings(String out) {
        return out.lines()
                .filter(line -> line.matches("  (ok|note|unknown|broken|skipped) .*"))
                .map(line -> line.strip().replaceFirst(" +", " ").replaceFirst(" {2,}.*", ""))
                .toList();
    }

    private static void assertNothingBroken(Workplace.Result result) {
        assertTrue(result.out().endsWith("\nall is well\n"), result.out());
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                            .toList());
        }
    }

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

    @Test
    void itWorksForAnyUserWithoutHomeOrLocaleOrStdin() throws Exception {
        Tools.requireThat(System.getProperty("user.name").equals("root"), "only root can be another user");
        Tools.require("setpriv");
        List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        line.addAll(List.of("env", "-i", "LC_ALL=C", "bash", "-c", "\"$@\" <&-", "bash"));
        line.addAll(command(work.readableClassPath(), temporary));

        Workplace.Result result = work.run(line);

        assertNothingBroken(result);
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
        assertEquals("", result.err());
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

    @ParameterizedTest
    @CsvSource({"unix:./s", "tcp:0", "unix:@%s", "unixgram:./s"})
    void theWayToAServerIsWalkedToItsEnd(String address) throws Exception {
        String where = work.server("rpc", "-l", work.address(address)).address();

        Workplace.Result result = doctor(where);

        assertNothingBroken(result);
        assertEquals(
                List.of("ok resolve", "ok connect", "ok peer", "ok version", "ok health", "ok call"),
                steps(result),
                result.out());
    }

    private static List<String> steps(Workplace.Result result) {
        List<String> all = findings(result.out());
        return all.subList(MACHINE.size(), all.size());
    }

    /** Where it stops, the rest is not tried. */
    private static void assertStops(Workplace.Result result, int exitCode, String... steps) {
        assertEquals(List.of(steps), steps(result), result.out());
        assertTrue(result.out().endsWith(")\n"), result.out());
        assertEquals(exitCode, result.exitCode(), result.out());
        assertEquals("", result.err());
    }

    @Test
    void withoutASocketFileItStopsAtOnce() throws Exception {
        Workplace.Result result = doctor("unix:./none");

        assertStops(
                result,
                3,
                "broken resolve",
                "skipped connect",
                "skipped peer",
                "skipped version",
                "skipped health",
                "skipped call");
        assertTrue(result.out().contains("no such socket file: path=" + work.path("none")), result.out());
    }

    @Test
    void whatIsNoServerOfCallsStopsAtTheFirstCall() throws Exception {
        work.server("hello", "-l", "unix:./s");

        assertStops(
                doctor("unix:./s"),
                5,
                "ok resolve",
                "ok connect",
                "ok peer",
                "broken version",
                "skipped health",
                "skipped call");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(work.path("s")));

            assertStops(
                    doctor("unix:./s", "--timeout", "500ms"),
                    68,
                    "ok resolve",
                    "ok connect",
                    "ok peer",
                    "broken version",
                    "skipped health",
                    "skipped call");
        }
    }

    @Test
    void anotherUsersServerIsNotSpokenTo() throws Exception {
        Tools.requireThat(System.getProperty("user.name").equals("root"), "only root can be another user");
        Tools.require("setpriv");
        work.server("rpc", "-l", "unix:./s", "--mode", "0666", "--allow-any-user");
        List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        String classPath = work.readableClassPath();
        line.addAll(command(classPath, temporary, "unix:./s"));

        Workplace.Result result = work.run(line);

        assertStops(
                result,
                4,
                "ok resolve",
                "ok connect",
                "broken peer",
                "skipped version",
                "skipped health",
                "skipped call");
        assertTrue(result.out().contains("-> allow it with --server-user root"), result.out());
        line.addAll(List.of("--server-user", "root"));
        assertNothingBroken(work.run(line));
    }

    @Test
    void aServerToComeIsWaitedFor() throws Exception {
        Workplace.Started doctor = work.start(
                command(System.getProperty("java.class.path"), temporary, "unix:./s", "--wait", "60s"),
                Path.of("/dev/null"));
        work.server("rpc", "-l", "unix:./s");

        assertNothingBroken(work.finish(doctor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./s", "tcp:0"})
    void theDefaultAddressIsLookedAtToo(String address) throws Exception {
        String where = work.server("rpc", "-l", address).address();
        List<String> line = new ArrayList<>(List.of("env", "IPC_ADDRESS=" + where));
        line.addAll(command(System.getProperty("java.class.path"), temporary));

        Workplace.Result result = work.run(line);

        assertTrue(result.out().contains("\nserver " + where + "\n"), result.out());
        assertFalse(result.out().contains("broken"), result.out());
    }
}
