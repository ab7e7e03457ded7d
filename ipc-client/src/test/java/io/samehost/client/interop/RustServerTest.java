package io.samehost.client.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.fixture.peer.Peer;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import org.junit.jupiter.api.Test;

/** Our client calls a server in Rust. Its handlers are told their deadline, but nothing ends them there. */
final class RustServerTest extends TheirServerContract {
    RustServerTest() {
        super(Peer.RUST, SocketFamily.UNIX);
    }

    /** The protocol's Go implementation says UNIMPLEMENTED; this version of the Rust one does not, and we pass it on. */
    @Test
    void unknownMethodIsAnInvalidArgumentToThem() {
        assertEquals(
                Status.of(StatusCode.INVALID_ARGUMENT, "/interop.Peer/Nothing does not exist"),
                failure("Nothing", "", CallOptions.DEFAULT));
    }

    @Test
    void unknownServiceIsAnInvalidArgumentToThem() {
        CallException refused =
                assertThrows(CallException.class, () -> client().call("interop.Nobody", "Echo", new byte[0]));

        assertEquals(Status.of(StatusCode.INVALID_ARGUMENT, "/interop.Nobody/Echo does not exist"), refused.status());
    }
}
