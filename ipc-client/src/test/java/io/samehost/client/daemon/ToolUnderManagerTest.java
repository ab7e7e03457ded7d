package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.Client;
import io.samehost.fixture.Background;
import io.samehost.fixture.FreePort;
import io.samehost.fixture.ServiceManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A daemon whose socket is a service manager's, which starts it when somebody comes. */
final class ToolUnderManagerTest extends ToolFixture {
    /** The manager's command: the version of the daemon that it starts is in a file, as an upgrade replaces a program. */
    private static final String SERVICE =
            "echo started by the manager; exec \"$1\" -cp \"$2\" \"$3\" \"$(cat \"$4\")\" PT1M none";

    private ServiceManager manager;

    @BeforeEach
    void install() throws IOException {
        ServiceManager.require();
        Files.createDirectory(directory.resolve("test"));
        install("1");
    }

    private void startManager(String... more) throws IOException {
        List<String> sockets = new ArrayList<>(List.of(file("socket").toString()));
        sockets.addAll(List.of(more));
        manager = ServiceManager.start(
                sockets,
                List.of(
                        "env",
                        "XDG_RUNTIME_DIR=" + directory.path(),
                        "sh",
                        "-c",
                        SERVICE,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        TestDaemon.class.getName(),
                        directory.resolve("version").toString()),
                directory.resolve("output"));
        Awaitility.await().until(() -> output().contains("Listening on "));
    }

    @AfterEach
    void endManager() throws IOException {
        if (manager != null) {
            manager.close();
        }
    }

    private void install(String version) throws IOException {
        Files.writeString(directory.resolve("version"), version);
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private void assertStarts(int byManager, int byCommands) throws IOException {
        String output = output();
        assertEquals(
                byManager,
                output.lines().filter("started by the manager"::equals).count(),
                output);
        assertEquals(
                byCommands,
                tool().log(100).stream()
                        .filter(line -> line.startsWith("daemon begins"))
                        .count());
    }

    @Test
    void eachDaemonIsTheManagersOne() throws Exception {
        startManager();
        long first = callOnce(tool());
        assertEquals(first, callOnce(tool()));
        assertTrue(tool().stop(LONG));
        assertTrue(tool().status().isEmpty());
        assertNotEquals(first, callOnce(tool()));
        assertStarts(2, 0);
    }

    @Test
    void whoeverComesOverTcpComesToTheSameDaemon() throws Exception {
        int port = FreePort.on("127.0.0.1");
        startManager("127.0.0.1:" + port);
        Awaitility.await().until(() -> output().contains("Listening on 127.0.0.1:" + port));
        try (Client client = Client.connect("tcp:" + port)) {
            assertEquals(pid(client), callOnce(tool()));
        }
        assertStarts(1, 0);
    }

    @Test
    void anOlderDaemonIsReplacedByTheOneThatTheManagerStarts() throws Exception {
        startManager();
        long old = callOnce(tool());
        install("2");
        try (Client client = tool("2", "PT1M", "none").connect()) {
            assertNotEquals(old, pid(client));
            assertEquals("2", call(client, "Version"));
        }
        assertStarts(2, 0);
    }

    @Test
    void anOlderDaemonThatTheManagerStartsAgainIsLeftAlone() throws Exception {
        startManager();
        callOnce(tool());
        DaemonVersionException same = assertThrows(
                DaemonVersionException.class, () -> tool("2", "PT1M", "none").connect());
        assertTrue(same.getMessage().contains("command=2 daemon=1"), same.getMessage());
        assertTrue(same.getMessage().contains("service manager"), same.getMessage());
        assertEquals("1", tool().status().orElseThrow().version());
        assertStarts(2, 0);
    }

    @Test
    void anOlderDaemonWhoseManagerIsGoneIsReplacedByTheCommands() throws Exception {
        startManager();
        callOnce(tool());
        manager.die();
        install("2");
        try (Client client = tool("2", "PT1M", "none").connect()) {
            pid(client);
            assertEquals("2", call(client, "Version"));
        }
        assertStarts(1, 1);
    }

    /** A socket unit may be enabled while a daemon runs. */
    @Test
    void theManagersDaemonWaitsForTheEndOfOneThatACommandHasStarted() throws Exception {
        long commands = callOnce(tool());
        startManager();
        CompletableFuture<Long> call = Background.call(() -> callOnce(tool()));
        Awaitility.await().until(() -> output().contains("daemon begins"));
        Awaitility.await()
                .during(Duration.ofSeconds(2)) // in which one that gives up would be started again
                .until(() ->
                        !call.isDone() && output().indexOf("daemon begins") == output().lastIndexOf("daemon begins"));
        ProcessHandle.of(commands).orElseThrow().destroy();
        assertNotEquals(commands, call.get(60, TimeUnit.SECONDS));
        assertStarts(1, 1);
        assertTrue(Files.exists(file("socket")));
    }
}
