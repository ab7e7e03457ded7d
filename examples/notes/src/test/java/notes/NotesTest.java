package notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.client.Client;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command as a user runs it, in a directory of the test's own. */
@Timeout(120)
class NotesTest {
    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "notes"); // short: a socket will be in it
    }

    @AfterEach
    void stopDaemon() throws Exception {
        note("stop");
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    private static List<String> java(Class<?> main, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (main.getModule().isNamed()) {
            command.addAll(List.of("-p", System.getProperty("jdk.module.path"), "-m", "notes/" + main.getName()));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        }
        command.addAll(List.of(words));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", directory.toString());
        return builder.start();
    }

    private Process start(String... words) throws IOException {
        List<String> command = java(NoteCommand.class, words);
        command.add(1, "-Dnotes=" + directory.resolve("kept"));
        return start(command);
    }

    private String note(String... words) throws IOException {
        return new String(start(words).getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theFirstCommandStartsTheDaemonAndNotesOutliveIt() throws Exception {
        assertEquals("1 buy milk", note("add", "buy milk"));
        assertEquals("2 write tests", note("add", "write tests"));
        assertEquals("stopped", note("stop"));
        assertEquals("2 write tests", note("list", "tests"));
    }

    @Test
    void aWatcherSeesNewNotesUntilTheDaemonStops() throws Exception {
        note("list");
        Process watch = start("watch", "milk");
        try (BufferedReader seen =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
            String first = null;
            for (int i = 1; first == null; i++) { // the first ones may come before the watcher is there
                note("add", "milk");
                first = seen.ready() ? seen.readLine() : null;
            }
            assertTrue(first.endsWith(" milk"), first);
            assertEquals("stopped", note("stop"));
        } finally {
            watch.destroy();
        }
    }

    /** As systemd does it for a user's {@code notes.socket} with {@code ListenStream=%t/notes/socket}. */
    @Test
    void aServiceManagerKeepsTheSocketAndStartsADaemonForWhoeverComes() throws Exception {
        requireProgram("systemd-socket-activate");
        Path socket = Files.createDirectory(directory.resolve("notes")).resolve("socket");
        Process manager = startManager(socket, java(NotesDaemon.class, directory.resolve("served").toString()));
        try {
            assertEquals("1 buy milk", note("add", "buy milk"));
            assertEquals("stopped", note("stop"));
            assertTrue(Files.exists(socket));
            assertEquals("1 buy milk", note("list"));
            assertEquals(List.of("1 buy milk"), Files.readAllLines(directory.resolve("served")));
        } finally {
            end(manager);
        }
    }

    /** The same daemon for programs that have no AF_UNIX: {@code ListenStream=127.0.0.1:PORT}. */
    @Test
    void aServiceManagerMayPassASocketOfTcpBesides() throws Exception {
        requireProgram("systemd-socket-activate");
        Path socket = Files.createDirectory(directory.resolve("notes")).resolve("socket");
        int port = freePort();
        Path kept = directory.resolve("served");
        Process manager = startManager(socket, java(NotesDaemon.class, kept.toString()), "-l", "127.0.0.1:" + port);
        try (Client client = Client.connect("tcp:127.0.0.1:" + port)) {
            assertEquals("buy milk", client.call(NotesMethods.ADD, "buy milk").text());
            assertEquals("1 buy milk", note("list"));
            assertEquals("stopped", note("stop"));
        } finally {
            end(manager);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void end(Process manager) {
        List<ProcessHandle> started = manager.descendants().toList();
        manager.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** A program of systemd that becomes the command when somebody comes, here started again and again on its sockets. */
    private Process startManager(Path socket, List<String> daemon, String... more) throws IOException {
        String activate = "systemd-socket-activate -E XDG_RUNTIME_DIR ";
        String loop = "while sh -c 'LISTEN_PID=$$ exec " + activate + "\"$@\"' sh \"$@\"; do :; done";
        List<String> command = new ArrayList<>(List.of((activate + "-l " + socket).split(" ")));
        command.addAll(List.of(more));
        command.addAll(List.of("sh", "-c"));
        command.addAll(List.of(loop, "sh"));
        command.addAll(daemon);
        Process manager = start(command);
        String said = manager.inputReader().readLine();
        assertTrue(said.startsWith("Listening on " + socket), said);
        return manager;
    }

    private static void requireProgram(String name) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
        assumeTrue(found || "true".equals(System.getenv("SAMEHOST_REQUIRE_PEERS")), "there is no " + name);
    }
}
