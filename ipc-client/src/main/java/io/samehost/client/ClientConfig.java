package io.samehost.client;

import io.samehost.transport.peer.PeerPolicy;
import io.samehost.wire.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of a client. What a call says in its {@link CallOptions} counts more.
 *
 * @param connectTimeout how long a server may take to accept the connection
 * @param waitForServer how long to try again while there is no server yet; zero for one attempt
 * @param callTimeout the deadline of calls that set none of their own; zero for no deadline
 * @param spin for how long a caller polls for its answer without sleeping, before it sleeps; zero, which is the default,
 *     for not at all. It saves the time of a wake-up and costs a processor meanwhile
 * @param socketBufferBytes SO_SNDBUF and SO_RCVBUF of each connection; zero, which is the default, for what the system
 *     gives. Linux may give less, and says so nowhere ({@code net.core.wmem_max}, {@code net.core.rmem_max}); over TCP,
 *     buffers that were set do not grow with the load as others do
 * @param serverUsers users whose servers this client speaks to; by default only the user that runs it. Nothing is sent
 *     before the server's user is known, see {@link ForeignServerException}
 * @param metadata entries of every call and stream; an entry of the call, or of an interceptor, replaces those of its key
 * @param interceptors what stands around every call, the outermost first
 */
public record ClientConfig(
        Duration connectTimeout,
        Duration waitForServer,
        Duration callTimeout,
        Duration spin,
        int socketBufferBytes,
        PeerPolicy serverUsers,
        Metadata metadata,
        List<ClientInterceptor> interceptors) {

    /** Five seconds to connect, one minute for a call: nothing waits for ever unless it is told to. */
    public static final ClientConfig DEFAULT = new ClientConfig(
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ZERO,
            0,
            PeerPolicy.sameUser(),
            Metadata.EMPTY,
            List.of());

    /** @throws IllegalArgumentException if a duration or a size is negative, or the time to connect is zero */
    public ClientConfig {
        interceptors = List.copyOf(interceptors);
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("time to connect must be positive: connectTimeout=" + connectTimeout);
        }
        if (callTimeout.isNegative() || waitForServer.isNegative() || spin.isNegative()) {
            throw new IllegalArgumentException("durations must not be negative: callTimeout=" + callTimeout
                    + " waitForServer=" + waitForServer + " spin=" + spin);
        }
        if (socketBufferBytes < 0) {
            throw new IllegalArgumentException("socket buffers cannot be negative: socketBufferBytes="
                    + socketBufferBytes + ", use 0 for what the system gives");
        }
    }

    public ClientConfig withConnectTimeout(Duration timeout) {
        return new ClientConfig(
                timeout, waitForServer, callTimeout, spin, socketBufferBytes, serverUsers, metadata, interceptors);
    }

    public ClientConfig withWaitForServer(Duration wait) {
        return new ClientConfig(
                connectTimeout, wait, callTimeout, spin, socketBufferBytes, serverUsers, metadata, interceptors);
    }

    public ClientConfig withCallTimeout(Duration timeout) {
        return new ClientConfig(
                connectTimeout, waitForServer, timeout, spin, socketBufferBytes, serverUsers, metadata, interceptors);
    }

    public ClientConfig withSpin(Duration time) {
        return new ClientConfig(
                connectTimeout,
                waitForServer,
                callTimeout,
                time,
                socketBufferBytes,
                serverUsers,
                metadata,
                interceptors);
    }

    public ClientConfig withSocketBuffers(int bytes) {
        return new ClientConfig(
                connectTimeout, waitForServer, callTimeout, spin, bytes, serverUsers, metadata, interceptors);
    }

    /**
     * These settings, and one more user whose servers may be spoken to, beside the own user.
     *
     * @param user a name, or a uid in digits
     * @throws IllegalArgumentException if there is no such user
     */
    public ClientConfig withServerUser(String user) {
        return withServerUsers(serverUsers.alsoAllow(user));
    }

    /** These settings, and no question whose the server is: what is sent may reach any user of this machine. */
    public ClientConfig withAnyServerUser() {
        return withServerUsers(PeerPolicy.anyUser());
    }

    private ClientConfig withServerUsers(PeerPolicy users) {
        return new ClientConfig(
                connectTimeout, waitForServer, callTimeout, spin, socketBufferBytes, users, metadata, interceptors);
    }

    /** These settings, and one more entry of metadata for calls and streams that have none of that key. */
    public ClientConfig withMetadata(String key, String value) {
        return new ClientConfig(
                connectTimeout,
                waitForServer,
                callTimeout,
                spin,
                socketBufferBytes,
                serverUsers,
                metadata.with(key, value),
                interceptors);
    }

    /** These settings and one more interceptor, inside those that are there. */
    public ClientConfig withInterceptor(ClientInterceptor interceptor) {
        List<ClientInterceptor> more = new ArrayList<>(interceptors);
        more.add(interceptor);
        return new ClientConfig(
                connectTimeout, waitForServer, callTimeout, spin, socketBufferBytes, serverUsers, metadata, more);
    }
}
