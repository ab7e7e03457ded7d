package io.samehost.server.report;

import io.samehost.transport.peer.PeerCredentials;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events of a server tell: whose peer it was. Fields are read by the recorder. */
@Category("samehost")
@StackTrace(false)
abstract class PeerEvent extends Event {
    private static final int UNKNOWN = -1;

    @Label("Peer's User")
    @Description("-1 where the system does not tell")
    long uid = UNKNOWN;

    @Label("Peer's Process")
    @Description("-1 where the system does not tell")
    long pid = UNKNOWN;

    final void setPeer(Optional<PeerCredentials> peer) {
        if (peer.isPresent()) {
            uid = peer.get().uid().isPresent()
                    ? Integer.toUnsignedLong(peer.get().uid().getAsInt())
                    : UNKNOWN;
            pid = peer.get().pid().orElse(UNKNOWN);
        }
    }
}
