package io.samehost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.cli.server.IpcServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands in the last column of the table in docs/lecture.md, as they stand there but for the port numbers. */
@Timeout(120)
final class LectureTableTest {
    private static final Pattern COMMAND = Pattern.compile("`((ipc-server|ipc-client) [^`]+)`");
    private static final List<String> PORTS = List.of("3490", "3491");

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
        work.file("report.pdf", "a report".getBytes(UTF_8));
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "lecture.md"));
        String table = page.substring(page.indexOf("| step |"), page.indexOf("## A server that greets"));
        return table.lines().skip(2).filter(line -> line.startsWith("|")).toList();
    }

    /** With ports that are free here: those of the page may be taken. */
    private static List<String> commands() throws IOException {
        String rows = String.join("\n", rows());
        for (String port : PORTS) {
            rows = rows.replace(":" + port, ":" + freePort());
        }
        return COMMAND.matcher(rows)
                .results()
                .map(MatchResult::group)
                .map(quoted -> quoted.replace("`", ""))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> java(Class<?> main, String command) {
        List<String> words = List.of(command.split(" ", -1));
        return Workplace.java(main, words.subList(1, words.size()).toArray(String[]::new));
    }

    @Test
    void eachStepHasACommand() throws Exception {
        List<String> rows = rows();
        assertTrue(rows.size() >= 13, rows::toString);
        rows.forEach(row -> assertTrue(row.matches(".*\\| [^|]*`(ipc-server|ipc-client|mvn) [^`]+` \\|"), row));
    }

    @Test
    void everyServerComesUpAndEveryClientIsServed() throws Exception {
        List<String> clients = new ArrayList<>();
        for (String command : commands()) {
            if (command.startsWith("ipc-server ")) {
                ServerProcess server = work.server(java(IpcServer.class, command), Map.of());
                assertTrue(server.ready().startsWith("listening "), server.ready());
            } else {
                clients.add(command);
            }
        }
        for (String command : clients) {
            var result = work.run(java(IpcClient.class, command.replace("report.pdf", "report.pdf -o copy")));
            assertEquals(0, result.exitCode(), command + ": " + result.err());
        }
        assertEquals("a report", Files.readString(work.path("copy")));
    }
}
