package io.samehost.cli.client.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** {@code ipc-client doctor} as a user has it: a process. */
@Timeout(120)
abstract class DoctorFixture {
    static final List<String> MACHINE = List.of(
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

    Workplace work;
    Path temporary;

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

    List<String> command(String classPath, Path place, String... arguments) {
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(arguments));
        List<String> command = Workplace.java(classPath, IpcClient.class, all.toArray(String[]::new));
        command.add(1, "-Djava.io.tmpdir=" + place);
        command.add(1, "--enable-native-access=ALL-UNNAMED"); // newer JDKs would warn of junixsocket
        return command;
    }

    Workplace.Result doctor(String... arguments) throws Exception {
        return work.run(command(System.getProperty("java.class.path"), temporary, arguments));
    }

    /** The states of all lines, as {@code state name}; the line of a fix has none. */
    static List<String> findings(String out) {
        return out.lines()
                .filter(line -> line.matches("  (ok|note|unknown|broken|skipped) .*"))
                .map(line -> line.strip().replaceFirst(" +", " ").replaceFirst(" {2,}.*", ""))
                .toList();
    }

    static void assertNothingBroken(Workplace.Result result) {
        assertTrue(result.out().endsWith("\nall is well\n"), result.out());
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
    }

    void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                            .toList());
        }
    }

    /** As another user. */
    static List<String> asNobody(List<String> command) {
        Tools.requireThat(System.getProperty("user.name").equals("root"), "only root can be another user");
        Tools.require("setpriv");
        List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        line.addAll(command);
        return line;
    }
}
