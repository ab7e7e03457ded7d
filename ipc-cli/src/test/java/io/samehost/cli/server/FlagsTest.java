package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.server.raw.ExecLimits;
import io.samehost.server.setting.Advice;
import io.samehost.server.setting.Setting;
import io.samehost.server.setting.SettingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** The library names its own methods, and the command names the options that stand for them. */
final class FlagsTest {
    private static final Set<Setting> OF_EXEC = Set.of(Setting.MAX_CHILDREN, Setting.OUTPUT_GRACE);

    private final StringWriter err = new StringWriter();

    private int execute(String line) {
        CommandLine commandLine = ServerCommand.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(line.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo -l tcp:0 --max-connections=0 | --max-connections must be positive: --max-connections=0",
                "echo -l tcp:0 --memory-budget=0   | --memory-budget must be positive: --memory-budget=0",
                "echo -l tcp:0 --max-in-flight=-1  | --max-in-flight must be positive: --max-in-flight=-1",
                "exec -l tcp:0 --max-children=0 cat | --max-children must be positive: --max-children=0",
                "echo -l tcp:0 --backlog=0         | --backlog must be positive: --backlog=0",
                "echo -l tcp:0 --spin=1ms"
                        + " | threads that block cannot spin: engine=threads spin=1ms, use --engine loop",
                "echo -l tcp:0 --engine loop --loops=0 | --loops must be positive: --loops=0",
                "echo -l tcp:0 --loops=2"
                        + " | each connection has a thread of its own: engine=threads --loops=2, use --engine loop",
                "echo -l tcp:0 --allow-user=no-such-user"
                        + " | --allow-user: unknown user: user=no-such-user, use a user's name or uid",
                "echo -l unix:/tmp/s --mode=7777"
                        + " | not a mode: --mode=7777, write permission bits in octal, 0 to 0777, for example 0600",
                "rpc -l unixgram:/tmp/s --mode 0666 | cannot tell who sends AF_UNIX datagrams: address=unixgram:/tmp/s"
                        + " mode=666, use --mode 0600, or --allow-any-user to let everybody in who may write to the file",
            })
    void anErrorOfTheLibraryNamesOptions(String line, String message) {
        assertEquals(2, execute(line));
        assertEquals("ipc-server: " + message + "\n", err.toString());
    }

    @Test
    void aGraceThatIsRefusedIsNamedByItsOptionToo() {
        SettingException thrown = assertThrows(
                SettingException.class, () -> ExecLimits.DEFAULT.withOutputGrace(Duration.ofMillis(-1_500)));
        assertEquals("outputGrace must not be negative: outputGrace=PT-1.5S", thrown.getMessage());
        assertEquals(
                "--output-grace must not be negative: --output-grace=-1500ms",
                ServerFailure.of(thrown).message());
    }

    @Test
    void theLibraryItselfNamesItsMethods() {
        SettingException thrown = assertThrows(
                SettingException.class,
                () -> Server.builder()
                        .listen("unixgram:/tmp/s")
                        .socketFileMode(0666)
                        .start());
        assertEquals(
                "cannot tell who sends AF_UNIX datagrams: address=unixgram:/tmp/s mode=666, use socketFileMode(0600),"
                        + " or allowAnyUser() to let everybody in who may write to the file",
                thrown.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"KILL_GRACE", "SOCKET_BUFFERS"})
    void everySettingHasAnOption(Setting setting) {
        Set<String> options = ServerCommand.commandLine()
                .getSubcommands()
                .get(OF_EXEC.contains(setting) ? "exec" : "rpc")
                .getCommandSpec()
                .optionsMap()
                .keySet();
        assertTrue(options.contains(Flags.named(setting)), () -> setting + " among " + options);
    }

    @ParameterizedTest
    @CsvSource({"nobody, --allow-user nobody", ", --allow-any-user"})
    void aLineOfTheLogNamesOptions(String user, String option) {
        LogRecord entry = new LogRecord(Level.WARNING, "refused: user={0}, allow it with {1}");
        entry.setParameters(new Object[] {"x", Advice.toLetIn(Optional.ofNullable(user))});
        ServerLog.to(new PrintWriter(err, true)).publish(entry);
        assertTrue(err.toString().endsWith(" WARNING refused: user=x, allow it with " + option + "\n"), err::toString);
    }
}
