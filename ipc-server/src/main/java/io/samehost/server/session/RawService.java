package io.samehost.server.session;

/** A service that speaks bytes and no RPC, so that {@code nc} can be its client. */
@FunctionalInterface
public interface RawService {
    /** A session for a connection that has just been accepted. */
    Session open(Connection connection);
}
