package io.samehost.client.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.fixture.peer.Peer;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Our client calls a server in Go. */
@ParameterizedClass
@EnumSource(SocketFamily.class)
final class GoServerTest extends TheirServerContract {
    GoServerTest(SocketFamily family) {
        super(Peer.GO, family);
    }

    @Test
    void ourDeadlineEndsTheirHandler() throws Exception {
        CallOptions options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));

        assertEquals(
                StatusCode.DEADLINE_EXCEEDED, failure("Expire", "", options).code());

        server().await("waiting");
        server().await("expired");
    }

    @Test
    void unknownMethodIsUnimplemented() {
        assertEquals(
                Status.of(StatusCode.UNIMPLEMENTED, "method Nothing"), failure("Nothing", "", CallOptions.DEFAULT));
    }

    @Test
    void unknownServiceIsUnimplemented() {
        CallException refused =
                assertThrows(CallException.class, () -> client().call("interop.Nobody", "Echo", new byte[0]));

        assertEquals(Status.of(StatusCode.UNIMPLEMENTED, "service interop.Nobody"), refused.status());
    }
}
