package io.samehost.server.report;

import io.samehost.server.Server;
import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.handler.ServerRequest;
import io.samehost.wire.StatusCode;

/** Serves one peer, who calls twice: once in vain. The argument is the address. */
public final class FlightProgram {
    private FlightProgram() {}

    /** Ends when the connection has ended. */
    public static void main(String[] args) throws Exception {
        try (Server server = Server.builder()
                .listen(args[0])
                .handleInline(Bytes.SERVICE, "echo", ServerRequest::payload)
                .start()) {
            try (RawPeer peer = RawPeer.connect(server.addresses().get(0))) {
                peer.call(1, "echo", "12345");
                peer.send(Bytes.call(3, "nonsense", Bytes.of("")));
                peer.refusal(3, StatusCode.UNIMPLEMENTED);
            }
            while (server.connectionCount() > 0) {
                Thread.onSpinWait();
            }
        }
    }
}
