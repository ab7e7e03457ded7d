package io.samehost.client.interop;

import static io.samehost.client.interop.PeerService.NAME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.interop.PeerClient.Answer;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.peer.Lines;
import io.samehost.fixture.peer.Peer;
import io.samehost.fixture.peer.PeerServer;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.wire.StatusCode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server and a client of another implementation, whichever it is. */
@Timeout(60)
abstract class TheirClientContract {
    /** Long enough to be sent and seen on a busy machine, short enough to be waited for. */
    private static final long SHORT_NANOS = Duration.ofMillis(300).toNanos();

    private final Peer peer;
    private final SocketFamily family;
    private final EngineKind engine;
    private final Lines handlers = new Lines();

    private TemporaryDirectory directory;

    private Server server;
    private PeerClient client;

    TheirClientContract(Peer peer, SocketFamily family, EngineKind engine) {
        this.peer = peer;
        this.family = family;
        this.engine = engine;
    }

    @BeforeEach
    void connect() throws Exception {
        directory = new TemporaryDirectory();
        server = PeerService.addTo(Server.builder(), handlers::add)
                .listen(family.address(directory.path()))
                .engine(engine)
                .start();
        client = new PeerClient(peer.connect(server.addresses().get(0).toString()));
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
        directory.close();
    }

    final PeerClient client() {
        return client;
    }

    /** Closes the server, which lets its handlers end, and gives what they said. */
    final List<String> saidByAllHandlers() throws Exception {
        server.close();
        return handlers.rest();
    }

    private void assertConnectionGoesOn() throws Exception {
        assertEquals(Answer.ok("still there"), client.call("Echo", "still there"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 << 10})
    void payloadComesBackWhole(int length) throws Exception {
        assertEquals(Answer.ok("same"), client.echo("Echo", length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 << 10})
    void payloadComesBackWholeFromAnInlineHandler(int length) throws Exception {
        assertEquals(Answer.ok("same"), client.echo("EchoInline", length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Echo", "EchoInline"})
    void requestThatFillsItsFrameComesBackWhole(String method) throws Exception {
        assertEquals(Answer.ok("same"), client.echo(method, BytesValue.longestBytes(NAME, method)));
    }

    @Test
    void requestOneByteTooLongIsRefusedAndTheConnectionGoesOn() throws Exception {
        Answer answer = client.echo("Echo", BytesValue.longestBytes(NAME, "Echo") + 1);

        assertEquals(StatusCode.RESOURCE_EXHAUSTED, answer.code());
        assertTrue(answer.text().contains("lengthBytes=4194305 limitBytes=4194304"), answer::text);
        assertConnectionGoesOn();
    }

    @Test
    void requestTwiceTooLongIsRefusedAndTheConnectionGoesOn() throws Exception {
        assertEquals(StatusCode.RESOURCE_EXHAUSTED, client.echo("Echo", 8 << 20).code());
        assertConnectionGoesOn();
    }

    /** It must not be sent: it would make the Go client of this version panic, and leave the Rust one in confusion. */
    @Test
    void answerTooLongForAFrameBecomesAStatusAndTheConnectionGoesOn() throws Exception {
        Answer answer = client.call("Grow", String.valueOf(4 << 20));

        assertEquals(StatusCode.RESOURCE_EXHAUSTED, answer.code());
        assertTrue(answer.text().contains("lengthBytes=4194314 limitBytes=4194304"), answer::text);
        assertConnectionGoesOn();
    }

    @Test
    void ourHandlerSeesEveryValueOfTheirMetadata() throws Exception {
        assertEquals(
                Answer.ok("trace=one,two user=Zoë"),
                client.callWithMetadata("Metadata", "trace=one,User=Zoë,trace=two"));
    }

    @Test
    void ourHandlerSeesTheirDeadline() throws Exception {
        Answer answer = client.callWithTimeout("Deadline", Duration.ofMinutes(1).toNanos());

        Duration left = Duration.ofNanos(Long.parseLong(answer.text()));
        assertTrue(left.compareTo(Duration.ofMinutes(1)) <= 0, left::toString);
        assertTrue(left.compareTo(Duration.ofSeconds(30)) > 0, left::toString);
    }

    @Test
    void ourHandlerSeesNoDeadlineWhereTheyHaveNone() throws Exception {
        assertEquals(Answer.ok("none"), client.call("Deadline", ""));
    }

    @Test
    void theirDeadlineEndsTheirCallAndOurHandlerAndTheConnectionGoesOn() throws Exception {
        assertEquals(
                StatusCode.DEADLINE_EXCEEDED,
                client.callWithTimeout("Expire", SHORT_NANOS).code());
        handlers.await("waiting");
        handlers.await("expired");
        assertConnectionGoesOn();
    }

    @ParameterizedTest
    @CsvSource({
        "interop.Peer,   Nothing, unknown method: method=interop.Peer/Nothing",
        "interop.Nobody, Echo,    unknown service: service=interop.Nobody",
    })
    void unknownMethodAndServiceAreUnimplemented(String service, String method, String message) throws Exception {
        assertEquals(Answer.failed(StatusCode.UNIMPLEMENTED, message), client.call(service, method, 0, "", "anything"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void ourStatusArrivesAsItIs(StatusCode code) throws Exception {
        assertEquals(Answer.failed(code, "no such thing: ñ"), client.call("Fail", code.number() + " no such thing: ñ"));
    }

    @Test
    void callsAtTheSameTimeGetTheirOwnAnswers() throws Exception {
        assertEquals(Answer.ok("met"), client.meet());
    }

    @Test
    void killedServerEndsTheirCallAndTheyEndInPeace() throws Exception {
        String address = family.address(Files.createDirectory(directory.resolve("victim")));
        try (PeerServer victim = OurServerProgram.start(address, engine);
                PeerClient caller = new PeerClient(peer.connect(victim.address()))) {
            caller.begin("Hold");
            victim.await("waiting");

            victim.kill();

            assertEquals("lost", caller.answer().outcome());
            assertEquals(0, caller.finish());
        }
    }
}
