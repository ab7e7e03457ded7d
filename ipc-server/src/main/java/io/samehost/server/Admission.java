package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.PeerCredentials;
import io.samehost.transport.PeerPolicy;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The door of a server: decides who comes in, and makes a connection of every channel that does. Thread-safe. */
final class Admission {
    private static final LastingLog LOG = new LastingLog(Admission.class);

    private final PeerPolicy policy;
    private final ListenOptions options;
    private final Function<AcceptedConnection, Session> service;
    private final Connections connections;
    private final AtomicLong nextId = new AtomicLong(1);

    /** {@code options} are those that the channels come with. */
    Admission(
            PeerPolicy policy,
            ListenOptions options,
            Function<AcceptedConnection, Session> service,
            Connections connections) {
        this.policy = policy;
        this.options = options;
        this.service = service;
        this.connections = connections;
    }

    /**
     * Takes a channel just accepted. A peer that may not connect is closed at once.
     *
     * @return a connection whose session is not yet opened, or empty if the peer was refused or has gone
     */
    Optional<AcceptedConnection> admit(SocketChannel channel, Address address, AcceptedConnection.Waiter waiter) {
        try {
            Transports.accepted(channel, options);
            Optional<PeerCredentials> peer = PeerCredentials.of(channel);
            if (!policy.permits(peer)) {
                LOG.log(
                        Level.WARNING,
                        "refused a connection: user=" + nameOf(peer) + " address=" + address
                                + ", allow it with --allow-user");
                channel.close();
                return Optional.empty();
            }
            AcceptedConnection connection = new AcceptedConnection(nextId.getAndIncrement(), address, channel, peer);
            connection.bind(service.apply(connection), waiter);
            connections.add(connection);
            LOG.log(
                    Level.DEBUG,
                    "accepted: connection=" + connection.id() + " user=" + nameOf(peer) + " address=" + address);
            return Optional.of(connection);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "peer left before it was served", e);
            closeQuietly(channel);
            return Optional.empty();
        } catch (RuntimeException | Error e) { // for want of memory or descriptors
            closeQuietly(channel);
            throw e;
        }
    }

    private static String nameOf(Optional<PeerCredentials> peer) {
        return peer.map(PeerCredentials::user).orElse("unknown");
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "close failed", e);
        }
    }
}
