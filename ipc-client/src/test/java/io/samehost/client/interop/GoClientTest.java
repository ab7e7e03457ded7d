package io.samehost.client.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.samehost.fixture.peer.Peer;
import io.samehost.server.EngineKind;
import io.samehost.wire.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** A client in Go calls our server. */
@ParameterizedClass
@CsvSource({"UNIX, THREADS", "UNIX, LOOP", "TCP, THREADS", "TCP, LOOP"})
final class GoClientTest extends TheirClientContract {
    GoClientTest(SocketFamily family, EngineKind engine) {
        super(Peer.GO, family, engine);
    }

    /** The Go client sends what is left, even if that is less than nothing; about every second of such calls is sent. */
    @Test
    void callThatExpiredBeforeItWasSentDoesNotRunForEver() throws Exception {
        for (int i = 0; i < 32; i++) {
            assertEquals(
                    StatusCode.DEADLINE_EXCEEDED,
                    client().callWithTimeout("Expire", -1).code());
        }
        // Behind this call on the connection there is none of those.
        client().call("Echo", "");

        assertFalse(saidByAllHandlers().contains("waiting without a deadline"));
    }
}
