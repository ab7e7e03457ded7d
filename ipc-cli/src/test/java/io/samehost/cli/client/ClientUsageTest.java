package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.call.CallCommand;
import io.samehost.cli.client.call.CallRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help, the version, and the answers to mistakes. */
final class ClientUsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = ClientCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "raw -h", "call -h", "ping --help", "chat -h", "flood -h", "files -h", "doctor -h"})
    void helpStartsWithExamples(String line) {
        assertEquals(0, execute(line.split(" ", -1)));
        assertTrue(out.toString().startsWith("Examples:"), out::toString);
    }

    @Test
    void theVersionTellsTheJdkAndWhoOpensUnixSockets() {
        assertEquals(0, execute("-V"));
        assertTrue(
                out.toString().matches("ipc-client [0-9][^\\n]*\\nJDK [0-9][^\\n]*\\nAF_UNIX by [^\\n]*jdk[^\\n]*\\n"),
                out::toString);
    }

    @Test
    void withoutASubcommandTheyAreNamed() {
        assertEquals(2, execute());
        assertEquals(
                "ipc-client: missing subcommand, use raw, call, ping, list, describe, get, files, chat, flood, ps, status,"
                        + " stop, log, prune or doctor; see ipc-client -h\n",
                err.toString());
    }

    @Test
    void helpTellsDefaults() {
        assertEquals(0, execute("ping", "-h"));
        assertTrue(out.toString().contains("counts as lost (default: 5s)."), out::toString);
    }

    @Test
    void aTypoInASubcommandGetsASuggestion() {
        assertEquals(2, execute("cal", "tcp:1", "a/b"));
        assertEquals(
                "ipc-client: no such subcommand: subcommand=cal, did you mean call?; see ipc-client -h\n",
                err.toString());
    }

    @Test
    void aSubcommandLikeNoneGetsAllOfThem() {
        assertEquals(2, execute("download"));
        assertTrue(
                err.toString().startsWith("ipc-client: no such subcommand: subcommand=download, use raw, call, "),
                err::toString);
    }

    @Test
    void anArgumentTooManyIsNamed() {
        assertEquals(2, execute("ping", "tcp:1", "b"));
        assertEquals("ipc-client: argument too many: argument=b; see ipc-client ping -h\n", err.toString());
    }

    @Test
    void aTypoInAnOptionGetsASuggestion() {
        assertEquals(2, execute("call", "--timeot", "5s", "tcp:1", "a/b"));
        assertTrue(err.toString().contains("did you mean --timeout"), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "call",
                "call tcp:1 noslash",
                "call tcp:1 a/b --timeout 5",
                "call tcp:1 a/b -H nocolon",
                "call tcp:1 a/b -d @/does/not/exist",
                "call nonsense a/b",
                "ping tcp:1 -s 4G",
                "ping tcp:1 -s 4M",
                "ping tcp:1 -c 0",
                "ping tcp:1 -i 1h",
                "ping tcp:1 --timeout 999999999m",
                "ping udp:1 --spin 1ms",
                "ping udp:1",
                "ping tcp:1 --server-user nobody-of-that-name",
                "raw nonsense",
                "get tcp:1 a b",
                "doctor nonsense",
                "doctor --timeout 0",
                "flood tcp:1",
                "flood udp:1 --server-user any --count 0",
                "flood udp:1 --server-user any --size 11",
                "call udp:1 a/b --server-user any --timeout 0",
                "raw --color=pink tcp:1",
            })
    void whatMakesNoSenseIsAUsageErrorInOneLine(String line) {
        assertEquals(2, execute(line.isEmpty() ? new String[0] : line.split(" ", -1)));
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ping udp:127.0.0.1:1 --server-user any --spin 1ms"
                        + " | datagrams are waited for asleep: --spin=1ms address=udp:127.0.0.1:1, leave --spin out",
                "ping tcp:1 --server-user no-such-user"
                        + " | --server-user: unknown user: user=no-such-user, use a user's name or uid",
            })
    void anErrorOfTheLibraryNamesOptions(String line, String message) {
        assertEquals(2, execute(line.split(" ", -1)));
        assertEquals("ipc-client: " + message + "\n", err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-d -v", "--data -v", "--data=-v", "-d-v"})
    void textToSendMayLookLikeAnOption(String option) {
        CommandLine commandLine = ClientCommand.commandLine();
        commandLine.parseArgs(("call a/b --idempotent " + option).split(" ", -1));
        CallCommand command = commandLine.getSubcommands().get("call").getCommand();
        assertEquals(Optional.of("-v"), command.request().data());
    }

    @Test
    void textToSendIsGivenOnce() {
        assertEquals(2, execute("call", "a/b", "-d", "x", "-d", "y"));
        assertEquals(2, execute("call", "a/b", "-d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call a/b",
                "call tcp:1 a/b",
                "call --json tcp:1 a/b -d hi",
                "call tcp:1 -d - a/b -H k:v -H k:w",
                "call a/b --timeout 5s --wait 1s",
                "call a/b -d -5",
                "call a/b -d -v",
                "call a/b --server-user 1,2 --server-user any",
            })
    void aPlainCallIsReadAsPicocliReadsIt(String line) {
        String[] arguments = line.split(" ", -1);
        CommandLine commandLine = ClientCommand.commandLine();
        commandLine.parseArgs(arguments);
        CallCommand command = commandLine.getSubcommands().get("call").getCommand();
        assertEquals(Optional.of(command.request()), CallRequest.plain(arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ping tcp:1",
                "call",
                "call -h",
                "call tcp:1 a/b c",
                "call a/b -d",
                "call a/b -d 1 -d 2",
                "call a/b --json --json",
                "call a/b --data=1",
                "call a/b -v",
                "call a/b -Hk:v",
            })
    void everythingElseIsLeftToPicocli(String line) {
        assertEquals(Optional.empty(), CallRequest.plain(line.split(" ", -1)));
    }

    @Test
    void theCompletionForShellsKnowsSubcommandsAndOptions() {
        assertEquals(0, execute("generate-completion"));
        assertTrue(out.toString().contains("complete -F _complete_ipc-client"), out::toString);
        assertTrue(out.toString().contains("flood"), out::toString);
        assertTrue(out.toString().contains("'--wait'"), out::toString);
    }
}
