package io.samehost.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.EngineKind;
import io.samehost.server.connection.Admission;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.connection.StubbornLookup;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.raw.EchoService;
import io.samehost.server.report.Reports;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The server while it takes long to find out who has connected over TCP. */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlowAdmissionTest {
    private static final int MAX_CONNECTIONS = 8;
    private static final int SEATS = 2;

    @Parameter
    private EngineKind kind;

    private final StubbornLookup lookup = new StubbornLookup();
    private final OpenConnections connections =
            new OpenConnections(Duration.ZERO, Duration.ZERO, Duration.ZERO, MemoryBudget.ofHeap(), Reports.NONE);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Engine engine;
    private Address tcp;
    private Address unix;

    @BeforeEach
    void start() throws IOException {
        TemporaryDirectory directory = new TemporaryDirectory();
        opened.add(directory);
        Admission admission =
                new Admission(PeerPolicy.sameUser(), lookup, ListenOptions.DEFAULT, new EchoService(), connections);
        engine = switch (kind) {
            case THREADS -> new ThreadPerConnectionEngine(admission, connections, MAX_CONNECTIONS);
            case LOOP ->
                new EventLoopEngine(admission, connections, new LoopSettings(MAX_CONNECTIONS, 2, Duration.ZERO));
        };
        tcp = listen("tcp:127.0.0.1:0");
        unix = listen("unix:" + directory.path().resolve("s"));
    }

    private Address listen(String address) throws IOException {
        ListeningSocket socket = Transports.listen(Address.parse(address), ListenOptions.DEFAULT);
        opened.add(socket);
        engine.listen(socket);
        return socket.address();
    }

    @AfterEach
    void close() throws Exception {
        lookup.answer(100);
        engine.stopListening();
        connections.closeAll();
        engine.close();
        Collections.reverse(opened);
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private RawPeer connect(Address address) throws IOException {
        RawPeer peer = RawPeer.connect(address);
        opened.add(peer);
        return peer;
    }

    private RawPeer connectAndSend(Address address) throws IOException {
        RawPeer peer = connect(address);
        peer.send(Bytes.message(1, Bytes.of("echo")));
        return peer;
    }

    @Test
    void thoseOnOtherFamiliesAreServed() throws IOException {
        RawPeer waiting = connectAndSend(tcp);
        Awaitility.await().until(() -> lookup.asked().size() == 1);
        assertEquals("echo", connectAndSend(unix).message(1));
        assertEquals(1, connections.count());
        lookup.answer(1);
        assertEquals("echo", waiting.message(1));
    }

    @Test
    void aCrowdOverTcpLeavesPlacesToOthersAndIsServedInTheEnd() throws IOException {
        List<RawPeer> crowd = new ArrayList<>();
        for (int i = 0; i < MAX_CONNECTIONS + SEATS; i++) {
            crowd.add(connectAndSend(tcp));
        }
        Awaitility.await().until(() -> lookup.asked().size() == 1);
        assertEquals("echo", connectAndSend(unix).message(1));
        lookup.answer(100);
        for (RawPeer peer : crowd) {
            assertEquals("echo", peer.message(1));
            peer.close();
        }
        assertTrue(lookup.asked().size() < crowd.size());
    }

    @Test
    void aServerThatStopsSendsThoseAwayWhoWait() throws Exception {
        RawPeer asked = connectAndSend(tcp);
        Awaitility.await().until(() -> lookup.asked().size() == 1);
        RawPeer waiting = connectAndSend(tcp);
        Thread stopping = new Thread(engine::stopListening);
        stopping.start();
        Awaitility.await().until(() -> stopping.getState() == Thread.State.WAITING);
        lookup.answer(1);
        stopping.join();
        waiting.expectEnd();
        connections.closeAll();
        assertEquals(0, connections.count());
        asked.reset();
    }

    @Test
    void aLookUpThatFailsForWantOfMemoryCostsNoPlaceAndNoDescriptor() throws IOException {
        for (int i = 0; i <= MAX_CONNECTIONS; i++) {
            lookup.failNext(new OutOfMemoryError("no memory"));
            connect(unix).expectEnd();
        }
        assertEquals("echo", connectAndSend(unix).message(1));
    }
}
