package io.samehost.client;

import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the connections of a client in a way of its own, such as by starting the server first. The client uses it for one
 * connection at a time.
 */
public interface Dialer {
    /** One call over a connection that has just been made, before any other. */
    interface Greeting {
        byte[] call(String service, String method, byte[] payload, Duration timeout) throws IOException, CallException;
    }

    /** Connects within {@code limitNanos}. The channel is the client's to close. */
    SocketChannel dial(long limitNanos) throws IOException;

    /**
     * Looks at the server at the other end, within {@code limitNanos}.
     *
     * @return false if the connection is of no use, and the client should dial again
     */
    boolean greet(Greeting greeting, long limitNanos) throws IOException;

    /** The user whose server was connected to last. */
    Optional<PeerCredentials> server();
}
