package io.samehost.client.interop;

import io.samehost.fixture.peer.Peer;
import io.samehost.server.EngineKind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client in Rust calls our server. */
@ParameterizedClass
@EnumSource(EngineKind.class)
final class RustClientTest extends TheirClientContract {
    RustClientTest(EngineKind engine) {
        super(Peer.RUST, SocketFamily.UNIX, engine);
    }
}
