package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that cannot be read is not the end of the input. */
@Timeout(60)
final class UnreadableStdinTest {
    private static final String ERROR = "ipc-client: cannot read the input: file=stdin cause=Is a directory\n";

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    /** A shell opens a directory for reading, as Java does not. */
    private Workplace.Result withADirectoryForStdin(String... arguments) throws Exception {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" </", "sh"));
        shell.addAll(Workplace.java(IpcClient.class, arguments));
        return work.run(shell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "chat"})
    void endsAnExchangeWithAnError(String command) throws Exception {
        ServerProcess server = work.server(command.equals("raw") ? "echo" : "chat", "-l", "unix:./s");
        Workplace.Result result = withADirectoryForStdin(command, server.address());
        assertEquals(ERROR, result.err());
        assertEquals(1, result.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "@-"})
    void isNotTheDataOfACall(String data) throws Exception {
        ServerProcess server = work.server("rpc", "-l", "unix:./s");
        Workplace.Result result = withADirectoryForStdin("call", server.address(), "samehost.Echo/Echo", "-d", data);
        assertEquals(ERROR, result.err());
        assertEquals(2, result.exitCode());
    }
}
