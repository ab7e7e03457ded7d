package io.samehost.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Checkout;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that start the commands, in surroundings that are not as usual. Shell variable {@code $C} is the client's. */
@Timeout(120)
final class LauncherTest {
    /** In octal, so that this holds in whatever locale the test runs. */
    private static final String GRUESSE = "$(printf 'gr\\303\\274\\303\\237e')";

    private Workplace place;
    private Checkout checkout;

    @BeforeEach
    void open() throws IOException {
        place = new Workplace();
        checkout = new Checkout(Files.createDirectory(place.path("checkout")));
    }

    @AfterEach
    void close() throws IOException {
        place.close();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", checkout.jdk().toString(),
                "SAMEHOST_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "C", checkout.script("ipc-client").toString(),
                "S", checkout.script("ipc-server").toString()));
        return variables;
    }

    /** Runs a line of shell with these variables and no other ones. */
    private Workplace.Result shell(String line, Map<String, String> variables) throws Exception {
        return place.run(command(line, variables));
    }

    private static List<String> command(String line, Map<String, String> variables) {
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        variables.forEach((name, value) -> command.add(name + '=' + value));
        command.addAll(List.of("bash", "-c", line));
        return command;
    }

    private Workplace.Result shell(String line) throws Exception {
        return shell(line, variables());
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw unix:./s <&-", "raw unix:./s <&- 2>&-"})
    void aClosedInputIsAnEmptyOne(String line) throws Exception {
        place.server("echo", "-l", "unix:./s");

        Workplace.Result result = shell("\"$C\" " + line);

        assertEquals(0, result.exitCode(), result::err);
        assertEquals(0, result.outBytes().length, () -> result.outBytes().length + " bytes came back");
    }

    @Test
    void aClosedInputIsNoDataOfACall() throws Exception {
        place.server("rpc", "-l", "unix:./s");

        Workplace.Result result = shell("\"$C\" call unix:./s samehost.Echo/Echo -d - <&-");

        assertEquals(0, result.exitCode(), result::err);
        assertEquals(0, result.outBytes().length, () -> result.outBytes().length + " bytes came back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<&- >&-", ">&-", "2>&-", "<&- >&- 2>&-"})
    void noClosedStreamDisturbsACall(String closed) throws Exception {
        place.server("rpc", "-l", "unix:./s");

        Workplace.Result result = shell("\"$C\" call unix:./s samehost.Echo/Echo -d hi " + closed);

        assertEquals(0, result.exitCode(), result::err);
        assertEquals(closed.contains(">&-") && !closed.equals("2>&-") ? "" : "hi", result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LANG=C", "LANG=xx_XX.UTF-8", "LANG=C.UTF-8", "NONE=1"})
    void dataAndNamesArriveAsTypedWhateverTheLocale(String locale) throws Exception {
        Map<String, String> variables = variables();
        variables.put(locale.split("=", -1)[0], locale.split("=", -1)[1]);
        place.run(command("mkdir -p \"" + GRUESSE + "\"", variables));
        place.server(command("exec \"$S\" rpc -l \"unix:./" + GRUESSE + "/s\"", variables), Map.of());

        Workplace.Result result = shell(
                "cd \"" + GRUESSE + "\" && \"$C\" call unix:./s samehost.Echo/Echo -d \"" + GRUESSE + '"', variables);

        assertEquals(0, result.exitCode(), result::err);
        assertEquals("gr\u00fc\u00dfe", result.out());
    }

    @Test
    void aCheckoutMayHaveANameBeyondAscii() throws Exception {
        Workplace.Result result = shell(
                "ln -s checkout \"" + GRUESSE + "\" && \"$PWD/" + GRUESSE + "/scripts/ipc-client\" raw unix:./missing");

        assertEquals(3, result.exitCode(), result::err);
        assertEquals(1, result.err().lines().count(), result::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX"})
    void aChildOfExecGetsTheArgumentsAndTheLocaleOfTheUser(String locale) throws Exception {
        Map<String, String> variables = variables();
        if (!locale.isEmpty()) {
            variables.put("LC_ALL", locale);
        }
        String child = "'echo \"${LC_ALL-none} ${SAMEHOST_LC_ALL-none} $0\"' \"" + GRUESSE + '"';
        place.server(command("exec \"$S\" exec -l unix:./s -- sh -c " + child, variables), Map.of());

        Workplace.Result result = place.client("raw", "unix:./s");

        assertEquals((locale.isEmpty() ? "none" : locale) + " none gr\u00fc\u00dfe\n", result.out());
    }

    @Test
    void withoutTheLauncherWhatTheLocaleLosesIsRefused() throws Exception {
        Map<String, String> variables = variables();
        variables.put("LC_ALL", "C");
        String java = String.join(" ", Workplace.java(IpcClient.class));

        Workplace.Result result = shell(java + " call unix:./s a/b -d \"" + GRUESSE + '"', variables);

        assertEquals(2, result.exitCode(), result::err);
        assertTrue(
                result.err()
                        .matches("ipc-client: an argument has characters that this locale does not know: encoding=\\S+"
                                + ", set LC_ALL=C.UTF-8 or another locale of UTF-8\n"),
                result::err);
    }

    /** A name in Latin-1, for example. A character that is written so in UTF-8 is what it is. */
    @Test
    void bytesThatAreNoUtf8AreRefusedAndNotChanged() throws Exception {
        Workplace.Result refused = shell("\"$C\" call unix:./s samehost.Echo/Echo -d $'caf\\xe9'", variables());
        assertEquals(2, refused.exitCode(), refused::err);
        assertTrue(refused.err().startsWith("ipc-client: an argument has bytes that are no UTF-8, "), refused::err);

        place.server(command("exec \"$S\" rpc -l unix:./s", variables()), Map.of());
        Workplace.Result typed = shell("\"$C\" call unix:./s samehost.Echo/Echo -d $'\\xef\\xbf\\xbd'", variables());
        assertEquals("\ufffd", typed.out(), typed::err);
    }

    @Test
    void anExportedCdpathLeadsNowhereElse() throws Exception {
        Map<String, String> variables = variables();
        variables.put("CDPATH", checkout.root().toString());

        Workplace.Result result = shell("cd checkout && scripts/ipc-client raw unix:./missing", variables);

        assertEquals(3, result.exitCode(), result::err);
        assertEquals(1, result.err().lines().count(), result::err);
    }

    @Test
    void aJavaHomeWithoutJavaIsSaidSo() throws Exception {
        Map<String, String> variables = variables();
        variables.put("JAVA_HOME", "/nonexistent");

        Workplace.Result result = shell("\"$C\" raw unix:./s", variables);

        assertEquals(2, result.exitCode(), result::err);
        assertEquals(
                "ipc-client: JAVA_HOME has no bin/java: JAVA_HOME=/nonexistent, a JDK of 17 or newer is needed\n",
                result.err());
    }

    @Test
    void aPathWithoutJavaIsSaidSo() throws Exception {
        Map<String, String> variables = variables();
        variables.remove("JAVA_HOME");
        variables.put("PATH", place.path("nothing").toString());

        Workplace.Result result = place.run(List.of(
                "/usr/bin/env",
                "-i",
                "PATH=" + variables.get("PATH"),
                "/bin/bash",
                variables.get("C"),
                "raw",
                "tcp:1"));

        assertEquals(2, result.exitCode(), result::err);
        assertEquals("ipc-client: no java in PATH, a JDK of 17 or newer is needed\n", result.err());
    }

    @Test
    void theDoctorIsWellInTheLocaleC() throws Exception {
        Map<String, String> variables = variables();
        variables.put("LC_ALL", "C");

        Workplace.Result result = shell("\"$C\" doctor <&-", variables);

        assertTrue(result.out().contains("not UTF-8; the command takes arguments in UTF-8 all the same"), result.out());
        assertTrue(result.out().endsWith("\nall is well\n"), result.out());
        assertEquals(0, result.exitCode(), result.err());
    }

    /** Of which a newer JDK would warn in the middle of the findings. */
    @Test
    void theDoctorMayLoadNativeCode() throws Exception {
        Workplace.Started doctor =
                place.start(command("exec $C doctor unix:./none --wait 60s", variables()), Path.of("/dev/null"));
        Path commandLine = Path.of("/proc", Long.toString(doctor.process().pid()), "cmdline");
        await().until(() -> Files.readString(commandLine).contains("IpcClient"));
        assertTrue(Files.readString(commandLine).contains("--enable-native-access"));
    }

    @ParameterizedTest
    @CsvSource({"tcp:127.0.0.1:0, true", "unix:./s, false"})
    void aServerOnTcpMayAskByNetlinkWhereTheJdkCan(String address, boolean asks) throws Exception {
        ServerProcess server = place.server(command("exec $S hello -l " + address, variables()), Map.of());
        String commandLine = Files.readString(Path.of("/proc", Long.toString(server.pid()), "cmdline"));
        boolean can = Runtime.version().feature() >= 22;
        assertEquals(asks && can, commandLine.contains("--enable-native-access"), commandLine);
        assertEquals("", server.err());
    }
}
