package io.samehost.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.PeerCommands;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chat whose members use different programs. */
@Timeout(120)
final class ChatTest {
    private final List<Member> members = new ArrayList<>();
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        members.forEach(member -> member.process.destroyForcibly().onExit().join());
        work.close();
    }

    /** A program whose stdin stays open, and whose output goes to a file. */
    private record Member(Process process, Path out) {
        void type(String text) throws IOException {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        String said() throws IOException {
            return Files.readString(out);
        }

        void sees(String text) {
            await().atMost(60, SECONDS).until(() -> said().contains(text));
        }
    }

    private Member join(List<String> command) throws IOException {
        Member member = start(command);
        member.sees("* you are ");
        return member;
    }

    private Member start(List<String> command) throws IOException {
        Path out = work.path("member" + members.size());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TERM", "xterm");
        Member member = new Member(
                builder.directory(work.path("").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start(),
                out);
        members.add(member);
        return member;
    }

    private static List<String> client(String... arguments) {
        List<String> command = new ArrayList<>(Workplace.java(IpcClient.class, "chat"));
        command.addAll(List.of(arguments));
        return command;
    }

    @ParameterizedTest
    @CsvSource({"unix:./s, threads", "unix:./s, loop", "tcp:0, threads", "tcp:0, loop"})
    void netcatSocatAndOursSeeEachOthersLines(String address, String engine) throws Exception {
        ServerProcess server = work.server("chat", "-l", address, "--engine", engine);
        List<Member> all = new ArrayList<>();
        for (String tool : List.of("nc", "socat", "ncat")) {
            Tools.require(tool);
            all.add(join(PeerCommands.talk(tool, server)));
        }
        Member ours = join(client(server.address(), "--name", "alice"));
        ours.sees("* you are now alice#4");
        all.add(ours);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).type("line of " + (i + 1) + "\n");
        }
        for (int i = 0; i < all.size(); i++) {
            for (int j = 1; j <= all.size(); j++) {
                if (j != i + 1) {
                    all.get(i).sees("#" + j + ": line of " + j + "\n");
                }
            }
        }
    }

    @Test
    void overAnAbstractNameTheySeeEachOthersLinesToo() throws Exception {
        Tools.require("socat");
        ServerProcess server = work.server("chat", "-l", work.address("unix:@%s"));
        Member socat = join(PeerCommands.talk("socat", server));
        Member ours = join(client(server.address()));
        socat.type("from socat\n");
        ours.type("from ours\n");
        socat.sees("#2: from ours\n");
        ours.sees("#1: from socat\n");
    }

    @Test
    void pipedTheChatEndsWithItsInput() throws Exception {
        ServerProcess server = work.server("chat", "-l", "tcp:0");
        Member listener = join(client(server.address()));
        Path input = work.file("input", "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        var result = work.run(client(server.address(), "--name", "bob"), input);
        assertEquals(0, result.exitCode(), result.err());
        listener.sees("bob#2: one\nbob#2: two\n* bob#2 left, 1 here\n");
    }

    @Test
    void theChatEndsWithTheServer() throws Exception {
        ServerProcess server = work.server("chat", "-l", "unix:./c");
        Member member = join(client(server.address()));
        server.kill("TERM");
        assertTrue(member.process.waitFor(60, SECONDS));
        assertEquals(0, member.process.exitValue(), member.said());
    }

    @Test
    void whatAServerSendsCannotHarmATerminal() throws Exception {
        ServerProcess server = work.server("exec", "-l", "unix:./s", "--", "printf", "red \\033[31m\\r\\nrest");
        var result = work.run(client(server.address()));
        assertEquals("red \uFFFD[31m\nrest\n", result.out());
    }

    /** Our client on a pseudo-terminal. */
    private Member joinOnATerminal() throws IOException {
        Member ours = startOnATerminal(client("unix:./c", "--name", "alice"));
        ours.sees("* you are now alice#1");
        return ours;
    }

    private Member startOnATerminal(List<String> command) throws IOException {
        Tools.require("script");
        String line = "stty rows 24 cols 80; " + String.join(" ", command);
        return start(List.of("script", "-q", "-e", "-c", line, "/dev/null"));
    }

    @Test
    void onATerminalAServerThatDoesNotGreetIsWonderedAt() throws Exception {
        work.server("rpc", "-l", "unix:./c");
        Member ours = startOnATerminal(client("unix:./c"));
        ours.sees("the server has not greeted: is it a chat? ipc-server chat is one, Ctrl-D leaves");
        ours.type("a line that is no frame of a call\r");
        assertTrue(ours.process.waitFor(60, SECONDS));
        assertEquals(5, ours.process.exitValue(), ours.said());
        ours.sees("server closed without a word");
    }

    @Test
    void onATerminalIncomingLinesStandAboveTheOneThatIsTyped() throws Exception {
        work.server("chat", "-l", "unix:./c");
        Member ours = joinOnATerminal();
        Member other = join(client("unix:./c"));
        ours.type("half");
        ours.sees("> half");
        other.type("from outside\n");
        ours.sees("#2: from outside\r\n> half");
        ours.type(" a line\r");
        other.sees("alice#1: half a line\n");
        ours.type("\u0004");
        assertTrue(ours.process.waitFor(60, SECONDS));
        assertEquals(0, ours.process.exitValue(), ours.said());
        other.sees("* alice#1 left");
    }

    @Test
    void onATerminalNothingThatIsTypedAheadIsLost() throws Exception {
        work.server("chat", "-l", "unix:./c");
        Member ours = joinOnATerminal();
        Member other = join(client("unix:./c"));
        for (String key : List.of("one\r", "two\r", "three\r", "\u0004")) {
            ours.type(key);
        }
        other.sees("alice#1: one\nalice#1: two\nalice#1: three\n");
        assertTrue(ours.process.waitFor(60, SECONDS));
        assertEquals(0, ours.process.exitValue(), ours.said());
    }

    @Test
    void onATerminalTheArrowKeysBringBackWhatWasTyped() throws Exception {
        String up = "\u001bOA"; // as a terminal sends them in the mode that a line editor asks for
        String down = "\u001bOB";
        work.server("chat", "-l", "unix:./c");
        Member ours = joinOnATerminal();
        Member other = join(client("unix:./c"));
        ours.type("first\r");
        other.sees("alice#1: first\n");
        ours.type("second\r");
        other.sees("alice#1: second\n");
        ours.type(up + up + " again\r");
        other.sees("alice#1: first again\n");
        ours.type(up + up + down + "!");
        ours.sees("!"); // so the keys before it have been read, too
        other.type("from outside\n");
        ours.sees("#2: from outside\r\n> first again!");
        ours.type("\r");
        other.sees("alice#1: first again!\n");
    }

    @Test
    void pipedNothingOfTheTerminalLibraryIsLoaded() throws Exception {
        ServerProcess server = work.server("hello", "-l", "unix:./s");
        List<String> command = new ArrayList<>(client(server.address()));
        command.add(1, "-Xlog:class+load");
        var result = work.run(command);
        assertTrue(result.out().contains("io.samehost.cli.client.raw.ChatCommand"), result.out());
        assertEquals(
                0,
                result.out().lines().filter(each -> each.contains("org.jline.")).count());
    }
}
