package io.samehost.cli.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Programs that a test kills, in a directory of their own. */
@Timeout(120)
abstract class KilledFixture {
    Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
    }

    static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    static void kill(ServerProcess server) throws Exception {
        server.kill("KILL");
        assertEquals(137, server.exitCode());
    }

    ServerProcess serve(String service, String address, String engine, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(service, "-l", work.address(address), "--engine", engine));
        arguments.addAll(List.of(more));
        if (address.startsWith("udp:")) {
            arguments.add("--allow-any-user");
        }
        return work.server(arguments.toArray(String[]::new));
    }

    /** A client whose output only the test reads: what the test does not read holds the server back. */
    Process client(String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return work.talk(Workplace.java(IpcClient.class, all.toArray(String[]::new)));
    }

    /** A zombie counts: it waits to be reaped. */
    static boolean exists(String pid) {
        return Files.exists(Path.of("/proc", pid));
    }
}
