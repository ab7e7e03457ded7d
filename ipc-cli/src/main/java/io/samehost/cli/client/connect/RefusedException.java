package io.samehost.cli.client.connect;

import io.samehost.address.Address;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.util.Optional;

/** A server of another user that we were told to speak to closed the connection without a word. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private RefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** True if the server is known to be another user's. */
    public static boolean isPossible(Optional<PeerCredentials> server) {
        return server.isPresent() && !PeerPolicy.sameUser().permits(server);
    }

    /**
     * The same failure, or this one if the server is another user's: such a server tells a user whom it does not let in
     * nothing, not even that.
     *
     * @param server the user whose server it is, where that is known
     */
    public static Exception orSame(Exception failure, Address address, Optional<PeerCredentials> server) {
        if (!isPossible(server)) {
            return failure;
        }
        return new RefusedException(
                "refused: the server is another user's and closed the connection without a word: address=" + address
                        + " serverUser=" + server.get().user() + ", ask that user for --allow-user",
                failure);
    }
}
