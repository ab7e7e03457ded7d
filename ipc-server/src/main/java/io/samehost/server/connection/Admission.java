package io.samehost.server.connection;

import io.samehost.server.lasting.LastingLog;
import io.samehost.server.session.RawService;
import io.samehost.server.setting.Advice;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The door of a server: decides who comes in, and makes a connection of every newcomer that does. Thread-safe. */
public final class Admission {
    private static final LastingLog LOG = new LastingLog(Admission.class);

    private final PeerPolicy policy;
    private final PeerLookup lookup;
    private final ListenOptions options;
    private final RawService service;
    private final OpenConnections connections;
    private final AtomicLong nextId = new AtomicLong(1);

    /** {@code options} are those that the channels come with. */
    public Admission(PeerPolicy policy, ListenOptions options, RawService service, OpenConnections connections) {
        this(policy, PeerLookup.KERNEL, options, service, connections);
    }

    public Admission(
            PeerPolicy policy,
            PeerLookup lookup,
            ListenOptions options,
            RawService service,
            OpenConnections connections) {
        this.policy = policy;
        this.lookup = lookup;
        this.options = options;
        this.service = service;
        this.connections = connections;
    }

    public PeerLookup lookup() {
        return lookup;
    }

    /** Returns true if the peer may connect. Otherwise the newcomer leaves at once. */
    public boolean permits(Newcomer<?> newcomer, Optional<PeerCredentials> peer) {
        if (policy.permits(peer)) {
            return true;
        }
        newcomer.leave();
        connections.reports().refused(newcomer.address(), peer);
        LOG.log(
                Level.WARNING,
                "refused a connection: user={0} address={1}, allow it with {2}",
                nameOf(peer),
                newcomer.address(),
                Advice.toLetIn(peer.map(PeerCredentials::user)));
        return false;
    }

    /**
     * Makes a connection of a newcomer whose peer may connect. If that fails, the newcomer leaves.
     *
     * @return a connection whose session is not yet opened, or empty if the peer has gone
     */
    public Optional<AcceptedConnection> admit(Newcomer<?> newcomer, Optional<PeerCredentials> peer) {
        try {
            SocketChannel channel = newcomer.channel();
            Transports.accepted(channel, options);
            AcceptedConnection connection = new AcceptedConnection(
                    nextId.getAndIncrement(), newcomer.address(), channel, peer, connections.budget());
            connection.bind(service.open(connection), newcomer.driver());
            LOG.log(
                    Level.DEBUG,
                    "accepted: connection=" + connection.id() + " user=" + nameOf(peer) + " address="
                            + newcomer.address());
            connections.reports().opened(connection.id(), newcomer.address(), peer);
            connections.add(connection); // last: if there is no memory for it, nobody else knows the connection yet
            newcomer.becomeConnection();
            return Optional.of(connection);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "peer left before it was served", e);
            return Optional.empty();
        } finally {
            Thread.interrupted(); // left by the service, it would close the socket that this thread accepts on
            newcomer.leave(); // unless it has become a connection
        }
    }

    private static String nameOf(Optional<PeerCredentials> peer) {
        return peer.map(PeerCredentials::user).orElse("unknown");
    }
}
