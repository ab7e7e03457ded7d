package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.cli.fixture.Fault;
import io.samehost.cli.fixture.FaultyPeers;
import io.samehost.cli.fixture.ServerHealth;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that want all the memory of a server: others are served meanwhile, and the server ends when it is told to. */
@Timeout(120)
final class SmallHeapTest {
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
    @CsvSource({
        "LARGE_ANSWERS_ARE_NOT_READ_BY_A_SMALL_HEAP, threads",
        "LARGE_ANSWERS_ARE_NOT_READ_BY_A_SMALL_HEAP, loop",
        "LARGE_FRAMES_ARE_CUT_OFF_IN_A_SMALL_HEAP, threads",
        "LARGE_FRAMES_ARE_CUT_OFF_IN_A_SMALL_HEAP, loop",
    })
    void othersAreServedWhilePeersWantAllTheMemory(Fault fault, String engine) throws Exception {
        List<String> java = Workplace.java(IpcServer.class, "rpc", "-l", "unix:" + work.path("s"), "--engine", engine);
        List<String> command = new ArrayList<>(java);
        command.addAll(1, fault.javaOptions());
        ServerProcess server = work.server(command, Map.of());
        Address address = Address.parse(server.address());
        try (FaultyPeers peers = new FaultyPeers(address, work.path("."))) {
            fault.inflict(server, address, peers);
            for (int i = 0; i < 20; i++) {
                ServerHealth.goodCall(address);
            }
            assertFalse(server.err().contains("OutOfMemoryError"), server.err());
            server.kill("TERM");
            assertEquals(143, server.exitCode());
        }
    }

    /** It would answer nobody, and take no signal. */
    @ParameterizedTest
    @CsvSource({"THREADS", "LOOP"})
    void aServerThatHasNoMemoryLeftEndsAndSaysWhy(String engine) throws Exception {
        List<String> command = new ArrayList<>(Workplace.java(HungryServer.class, "--engine=" + engine));
        command.add(1, "-Xmx24m");
        ServerProcess server = work.server(command, Map.of("IPC_ADDRESS", "unix:" + work.path("s")));
        try (Client client = Client.connect(Address.parse(server.address()))) {
            CallOptions limited = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(5));
            try {
                assertArrayEquals(new byte[1], client.call("test.Hungry", "Eat", new byte[1], limited));
            } catch (IOException | CallException e) {
                // mostly: there may still be memory for so small an answer
            }
            assertEquals(1, server.exitCode());
        }
        assertTrue(server.err().contains("ipc-server: ended, since there was no memory for ten seconds"), server.err());
    }
}
