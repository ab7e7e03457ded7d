package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stdin that another program has set not to block, as ssh and node do: no bytes yet is not the end. */
@Timeout(60)
final class NonBlockingStdinTest {
    private static final String PROGRAM = """
        import fcntl, os, sys
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_NONBLOCK)
        os.execv(sys.argv[1], sys.argv[1:])
        """;

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        Tools.require("python3");
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        if (work != null) {
            work.close();
        }
    }

    private Process client(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-c", PROGRAM));
        command.addAll(Workplace.java(IpcClient.class, arguments));
        return work.talk(command);
    }

    private static void type(Process client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    @Test
    void rawWaitsForItsInput() throws Exception {
        ServerProcess server = work.server("echo", "-l", "unix:./s");
        Process raw = client("raw", server.address());
        BufferedReader answers = raw.inputReader();
        for (String line : new String[] {"one", "two"}) {
            type(raw, line + "\n");
            assertEquals(line, answers.readLine());
        }
        raw.getOutputStream().close();
        assertEquals(null, answers.readLine());
        assertEquals(0, raw.waitFor());
    }

    @Test
    void chatWaitsForItsInput() throws Exception {
        ServerProcess server = work.server("chat", "-l", "unix:./s");
        BufferedReader other = client("chat", server.address()).inputReader();
        other.readLine(); // its greeting
        Process chat = client("chat", server.address());
        other.readLine(); // that the other one has come
        for (String line : new String[] {"one", "two"}) {
            type(chat, line + "\n");
            String heard = other.readLine();
            assertEquals(line, heard.substring(heard.indexOf(": ") + 2));
        }
        chat.getOutputStream().close();
        assertEquals(0, chat.waitFor());
    }
}
