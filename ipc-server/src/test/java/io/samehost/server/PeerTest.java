package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.ServerFixture;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The caller as a handler sees it. */
final class PeerTest extends ServerFixture {
    @Test
    void aHandlerLearnsTheUsersNumberWhoeverOpenedTheSocket() throws IOException {
        Server server = start(builder().handle(SERVICE, "who", request -> {
            PeerCredentials peer = request.peer().orElseThrow();
            return (peer.uid() + " " + peer.pid()).getBytes(StandardCharsets.UTF_8);
        }));
        RawPeer peer = connect(server);
        boolean junixsocket = server.providers().get(0).equals("junixsocket");
        OptionalInt pid =
                junixsocket ? OptionalInt.of((int) ProcessHandle.current().pid()) : OptionalInt.empty();
        assertEquals(Users.ownUid() + " " + pid, peer.call(1, "who", ""));
    }
}
