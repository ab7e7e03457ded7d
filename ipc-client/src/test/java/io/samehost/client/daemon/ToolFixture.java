package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.fixture.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Commands and their daemon, which is a process of its own. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ToolFixture {
    static final byte[] NO_BYTES = {};
    static final Duration LONG = Duration.ofSeconds(60);

    TemporaryDirectory directory;
    final Set<Long> pids = new HashSet<>();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void end() throws IOException {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        }));
        directory.close();
    }

    final Tool tool(String version, String idle, String fault) {
        return Tool.of("test", version)
                .in(TestCommand.places(directory.path()))
                .withStartTimeout(LONG)
                .startedBy(DaemonCommand.ofMain(TestDaemon.class, version, idle, fault));
    }

    final Tool tool() {
        return tool("1", "PT1M", "none");
    }

    final String call(Client client, String method) throws IOException, CallException {
        return new String(client.call("test.Tool", method, NO_BYTES), UTF_8);
    }

    /** The pid of the daemon, which is killed after the test. */
    final long pid(Client client) throws IOException, CallException {
        long pid = Long.parseLong(call(client, "Pid"));
        pids.add(pid);
        return pid;
    }

    final long callOnce(Tool tool) throws IOException, CallException {
        try (Client client = tool.connect()) {
            return pid(client);
        }
    }

    final Path file(String name) {
        return directory.resolve("test").resolve(name);
    }
}
