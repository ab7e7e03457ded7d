package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.address.UdpAddress;
import io.samehost.client.datagram.DatagramExchange;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.util.Optional;

/** Opens sockets to servers of datagrams, once it is known whose they are. */
final class DatagramServers {
    private DatagramServers() {}

    /** Opens a socket for requests whose answers are not waited for; nothing is sent. */
    static DatagramExchange exchange(Address address, ClientConfig config) throws IOException {
        return new DatagramExchange(address, () -> connect(address, config.serverUsers()));
    }

    /**
     * Opens a socket; nothing is sent.
     *
     * @throws ForeignServerException if the server is of a user that is not permitted
     * @throws IllegalArgumentException for {@code udp:}, unless any user is permitted
     */
    static DatagramPort connect(Address address, PeerPolicy serverUsers) throws IOException {
        boolean any = serverUsers.permits(Optional.empty());
        if (address instanceof UdpAddress && !any) {
            throw new IllegalArgumentException("udp proves nothing about who answers: address=" + address
                    + ", allow any user's server with ClientConfig.withAnyServerUser or use unixgram:");
        }
        DatagramPort port = Datagrams.connect(address);
        Optional<PeerCredentials> server = any ? Optional.empty() : port.server();
        if (!serverUsers.permits(server)) {
            ForeignServerException foreign = new ForeignServerException(address, server);
            Closing.because(foreign, port);
            throw foreign;
        }
        return port;
    }
}
