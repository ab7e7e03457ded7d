package io.samehost.client.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command says about itself and about mistakes. */
final class UsageTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = ClientCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "raw -h", "call -h", "ping --help", "chat -h", "flood -h"})
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
    void aTypoInASubcommandGetsASuggestion() {
        assertEquals(2, execute("pign"));
        assertEquals(
                "ipc-client: Unmatched argument at index 0: 'pign', did you mean ping?; see ipc-client -h\n",
                err.toString());
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
                "ping udp:1 --spin 1ms",
                "raw nonsense",
                "flood tcp:1",
                "flood udp:1 --count 0",
                "flood udp:1 --size 11",
                "call udp:1 a/b --timeout 0",
                "raw --color=pink tcp:1",
            })
    void whatMakesNoSenseIsAUsageErrorInOneLine(String line) {
        assertEquals(2, execute(line.isEmpty() ? new String[0] : line.split(" ", -1)));
        assertEquals(1, err.toString().lines().count(), err::toString);
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
