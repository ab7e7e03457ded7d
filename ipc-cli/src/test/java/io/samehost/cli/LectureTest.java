package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs in C, written after the lecture's steps, at the other end. */
@Timeout(120)
final class LectureTest {
    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        Tools.require("gcc");
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        if (work != null) {
            work.close();
        }
    }

    private String compile(String name) throws Exception {
        try (InputStream source = LectureTest.class.getResourceAsStream("/" + name + ".c")) {
            Files.copy(source, work.path(name + ".c"));
        }
        var result = work.run(List.of("gcc", "-Wall", "-Werror", "-o", name, name + ".c"));
        assertEquals(0, result.exitCode(), result.err());
        return work.path(name).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop"})
    void theLecturesClientIsGreetedByOurServer(String engine) throws Exception {
        String client = compile("hello_client");
        try (ServerProcess server = work.server("hello", "-l", "tcp:0", "--engine", engine)) {
            var result = work.run(List.of(client, "localhost", server.port()));
            assertEquals(0, result.exitCode(), result.err());
            assertEquals("Hello, world!\n", result.out());
        }
    }

    @Test
    void ourClientIsGreetedByTheLecturesServer() throws Exception {
        String program = compile("hello_server");
        try (ServerProcess server = work.server(List.of(program), Map.of())) {
            // It has mostly closed before the kernel can be asked whose it is.
            var result = work.client("raw", "--server-user", "any", server.address());
            assertEquals(0, result.exitCode(), result.err());
            assertEquals("Hello, world!", result.out());
        }
    }
}
