package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.TalkOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help, the version, and the answers to mistakes. */
final class ServerUsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = ServerCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "hello -h", "echo -h", "rpc --help", "chat -h", "exec -h"})
    void helpStartsWithExamples(String line) {
        assertEquals(0, execute(line.split(" ", -1)));
        assertTrue(out.toString().startsWith("Examples:"), out::toString);
    }

    @Test
    void theVersionTellsTheJdkAndWhoOpensUnixSockets() {
        assertEquals(0, execute("-V"));
        assertTrue(
                out.toString().matches("ipc-server [0-9][^\\n]*\\nJDK [0-9][^\\n]*\\nAF_UNIX by [^\\n]*jdk[^\\n]*\\n"),
                out::toString);
    }

    @Test
    void withoutASubcommandTheyAreNamed() {
        assertEquals(2, execute());
        assertEquals(
                "ipc-server: missing subcommand, use hello, echo, chat, exec or rpc; see ipc-server -h\n",
                err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "echo", "chat", "exec", "rpc"})
    void helpTellsDefaults(String subcommand) {
        assertEquals(0, execute(subcommand, "-h"));
        assertTrue(out.toString().contains("accepted (default: 128)."), out::toString);
    }

    @Test
    void aTypoInASubcommandGetsASuggestion() {
        assertEquals(2, execute("helo"));
        assertTrue(err.toString().contains("did you mean hello"), err::toString);
    }

    @Test
    void aTypoInAnOptionGetsASuggestion() {
        assertEquals(2, execute("echo", "--enigne=loop"));
        assertEquals(
                "ipc-server: Unknown option: '--enigne=loop', did you mean --engine?; see ipc-server echo -h\n",
                err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "echo -l nonsense",
                "echo -l tcp:0 --engine=steam",
                "echo -l tcp:0 --mode=999",
                "echo -l tcp:0 --mode=1777",
                "echo -l tcp:0 --backlog=0",
                "echo -l tcp:0 --spin=1ms",
                "echo -l tcp:0 --max-connections=0",
                "echo -l tcp:0 --max-in-flight=-1",
                "echo -l tcp:0 --idle-timeout=5",
                "echo -l tcp:0 --drain-timeout=soon",
                "echo -l tcp:0 --allow-user=nobody-of-that-name",
                "echo -l udp:0",
                "rpc -l udp:0",
                "chat -l udp:0",
                "exec -l tcp:0",
                "exec -l tcp:0 -- no-such-command",
                "exec -l tcp:0 --max-children=0 -- cat",
                "rpc -l tcp:0 --method=demo.Text/Upper",
                "rpc -l tcp:0 --method=Upper=cat",
                "rpc -l tcp:0 --method=demo.Text/=cat",
                "rpc -l tcp:0 --method=demo.Text/Upper=",
                "rpc -l tcp:0 --method=demo.Text/Upper=no-such-command",
                "rpc -l tcp:0 --method=a/b=cat --method=a/b=cat",
                "rpc -l tcp:0 --method=a/b=cat --max-children=0",
                "echo -l",
            })
    void whatMakesNoSenseIsAUsageErrorInOneLine(String line) {
        assertEquals(2, execute(line.isEmpty() ? new String[0] : line.split(" ", -1)));
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello -l tcp:0",
                "echo --listen tcp:0 -l unix:./s",
                "chat --json -l tcp:0 --engine threads",
                "rpc -l udp:0 --engine loop",
            })
    void aPlainServerIsReadAsPicocliReadsIt(String line) {
        String[] arguments = line.split(" ", -1);
        CommandLine commandLine = ServerCommand.commandLine();
        commandLine.parseArgs(arguments);
        TalkOptions.Speaker command =
                commandLine.getSubcommands().get(arguments[0]).getCommand();
        ServeRequest plain = ServeRequest.plain(arguments).orElseThrow();
        assertEquals(arguments[0], plain.service());
        assertEquals(command.talk().json(), plain.options().talk().json());
        assertEquals(
                options(commandLine, arguments[0]).engine(), plain.options().engine());
        assertEquals(
                options(commandLine, arguments[0]).addresses(), plain.options().addresses());
    }

    private static ServeOptions options(CommandLine commandLine, String subcommand) {
        return (ServeOptions) commandLine
                .getSubcommands()
                .get(subcommand)
                .getCommandSpec()
                .mixins()
                .get("options")
                .userObject();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello -h",
                "helo -l tcp:0",
                "exec -l tcp:0 -- date",
                "echo tcp:0",
                "echo -l",
                "echo -l nonsense",
                "echo -l tcp:0 --engine=loop",
                "echo -l tcp:0 --engine steam",
                "echo -l tcp:0 --engine loop --engine loop",
                "echo --json --json -l tcp:0",
                "echo -l tcp:0 -v",
                "rpc -l tcp:0 --files .",
            })
    void everythingElseIsLeftToPicocli(String line) {
        assertEquals(Optional.empty(), ServeRequest.plain(line.split(" ", -1)));
    }

    @Test
    void theCompletionForShellsKnowsSubcommandsAndOptions() {
        assertEquals(0, execute("generate-completion"));
        assertTrue(out.toString().contains("complete -F _complete_ipc-server"), out::toString);
        assertTrue(out.toString().contains("rpc"), out::toString);
        assertTrue(out.toString().contains("'--max-connections'"), out::toString);
    }
}
