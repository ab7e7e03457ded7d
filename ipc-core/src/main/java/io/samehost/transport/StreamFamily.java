package io.samehost.transport;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.transport.system.SocketBuffers;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** One address family, for one address. */
interface StreamFamily {

    /**
     * Takes the address and listens on it.
     *
     * @throws ListenFailedException if the address cannot be served
     */
    ListeningSocket listen(ListenOptions options) throws IOException;

    /**
     * Connects before the deadline; the channel is in blocking mode and the caller's.
     *
     * @param socketBufferBytes as {@link SocketBuffers} has it
     * @throws ConnectFailedException if there is no connection
     */
    SocketChannel connect(ConnectDeadline deadline, int socketBufferBytes) throws IOException;
}
