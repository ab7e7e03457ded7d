package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.util.Optional;

/**
 * The server is another user's than those that the client was told to speak to, or nobody can say whose it is. Nothing was
 * sent to it.
 */
public final class ForeignServerException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Address address;
    private final transient Optional<String> serverUser;

    ForeignServerException(Address address, Optional<PeerCredentials> server) {
        super(
                server.isPresent()
                        ? "server is another user's, nothing was sent: address=" + address + " serverUser="
                                + server.get().user() + ", allow that user with ClientConfig.withServerUser"
                        : "cannot tell whose the server is, nothing was sent: address=" + address
                                + ", allow any with ClientConfig.withAnyServerUser");
        this.address = address;
        this.serverUser = server.map(PeerCredentials::user);
    }

    public Address address() {
        return address;
    }

    /** Name of the server's user, or its uid in digits; empty if nobody can say. */
    public Optional<String> serverUser() {
        return serverUser;
    }
}
