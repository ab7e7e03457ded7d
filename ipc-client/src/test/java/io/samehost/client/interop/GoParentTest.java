package io.samehost.client.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.client.interop.PeerClient.Answer;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.peer.LineProcess;
import io.samehost.fixture.peer.Peer;
import io.samehost.server.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program in Go listens and starts our server with the socket, as containerd starts its shims, and then calls it. */
@Timeout(60)
@ParameterizedClass
@CsvSource({"UNIX, THREADS", "UNIX, LOOP", "TCP, THREADS", "TCP, LOOP"})
final class GoParentTest {
    private final SocketFamily family;
    private final EngineKind engine;

    private TemporaryDirectory directory;

    GoParentTest(SocketFamily family, EngineKind engine) {
        this.family = family;
        this.engine = engine;
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({"INPUT, 0", "TERM, 143"})
    void theParentCallsTheServerAndHasItsListenerBackWhenTheServerHasEnded(String end, String status) throws Exception {
        try (LineProcess parent =
                Peer.GO.start(family.address(directory.path()), OurServerProgram.command("fd:3", engine))) {
            PeerClient client = new PeerClient(parent);
            assertEquals(Answer.ok("hello"), client.call("Echo", "hello"));
            assertEquals(Answer.ok("same"), client.echo("Echo", 64 << 10));
            assertEquals(Answer.ok("met"), client.meet());

            parent.tell("end", end);
            parent.said().await("ended\t" + status);

            assertEquals(family == SocketFamily.UNIX, Files.exists(directory.resolve("s")));
            parent.tell("accept");
            parent.said().await("accepted");
            assertEquals(0, client.finish());
        }
    }
}
