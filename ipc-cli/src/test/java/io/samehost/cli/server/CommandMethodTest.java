package io.samehost.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that answer calls: a shell script as a service. */
@Timeout(120)
final class CommandMethodTest {
    @Test
    void aMethodIsReadWithItsCommandAndArguments() {
        assertEquals(
                new CommandMethod("demo.v1.Text", "Upper", List.of("tr", "a=b/c", "A-Z")),
                CommandMethod.parse("demo.v1.Text/Upper=tr  a=b/c A-Z"));
    }

    @Test
    void aShellScriptIsAService() throws Exception {
        try (Workplace work = new Workplace()) {
            work.file("get.sh", """
                case $(cat) in
                known) echo "the note, for $IPC_METHOD" ;;
                *) echo "no such note" >&2; exit 69 ;;
                esac
                """.getBytes(UTF_8));
            ServerProcess server = work.server(
                    "rpc",
                    "-l",
                    "unix:./s",
                    "--method",
                    "demo.Text/Upper=tr a-z A-Z",
                    "--method",
                    "demo.Notes/Get=sh get.sh");

            Workplace.Result upper = work.client("call", server.address(), "demo.Text/Upper", "-d", "hello");
            assertEquals("HELLO", upper.out(), upper.err());
            Workplace.Result known = work.client("call", server.address(), "demo.Notes/Get", "-d", "known");
            assertEquals("the note, for demo.Notes/Get\n", known.out(), known.err());

            Workplace.Result unknown = work.client("call", server.address(), "demo.Notes/Get", "-d", "other");
            assertEquals(69, unknown.exitCode());
            assertTrue(unknown.err().contains("NOT_FOUND: no such note"), unknown.err());

            Workplace.Result listed = work.client("list", server.address());
            assertTrue(listed.out().contains("demo.Notes/Get unary"), listed.out());
        }
    }
}
