package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Workplace;
import io.samehost.cli.server.IpcServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command starts fast: it does nothing that it may not need. */
@Timeout(60)
final class StartTest {
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {IpcClient.class, IpcServer.class})
    void aCommandThatOpensNoSocketLoadsNothingOfJunixsocket(Class<?> program) throws Exception {
        List<String> command = new ArrayList<>(Workplace.java(program, "-h"));
        command.add(1, "-Xlog:class+load");
        Workplace.Result result = work.run(command);
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains(program.getName()));
        assertFalse(result.out().contains("org.newsclub.net.unix."));
    }
}
