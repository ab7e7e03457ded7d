package io.samehost.server.handler;

import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Metadata;
import java.time.Duration;
import java.util.Optional;

/**
 * One call as its handler sees it. May be used from any thread.
 *
 * <p>A call is cancelled when its deadline passes or its connection closes. The handler learns it from {@link
 * #isCancelled}, and the thread that runs it is interrupted unless the handler runs inline.
 */
public interface ServerRequest {
    String service();

    String method();

    /**
     * The arguments. The array is the handler's own. A method whose requests a {@link BufferMarshaller} reads lends them, and gives
     * this copy only to the handler's thread and until the handler returns.
     *
     * @throws IllegalStateException if they were lent and the handler has returned
     */
    byte[] payload();

    /** The size of the payload. */
    default int payloadBytes() {
        return payload().length;
    }

    Metadata metadata();

    /** The user and process that call; empty where the kernel does not tell. */
    Optional<PeerCredentials> peer();

    /** True if the client set a deadline. It may have passed already. */
    boolean hasDeadline();

    /** The time left until the deadline, zero once it has passed; empty without a deadline. */
    Optional<Duration> remaining();

    /**
     * True once the server closes. Calls that have begun may go on for as long as its drain takes; work without an end, such
     * as a stream that watches something, should end by itself.
     */
    boolean isServerClosing();

    /**
     * From now on the thread of this call is interrupted when the server closes; at once if it closes already. The call goes
     * on: its handler may send a last message and return. If it lets the {@link InterruptedException} pass, its client gets
     * {@code UNAVAILABLE}. To be called by the handler, on its own thread; has no effect in a handler that runs inline.
     */
    void interruptWhenServerCloses();

    /** True once nobody waits for the answer any more. Work that takes long should look now and then. */
    boolean isCancelled();

    /**
     * The same request with one entry in place of all that the client sent under that key, so that a handler may trust what
     * an interceptor found out.
     */
    default ServerRequest withMetadata(String key, String value) {
        return new RequestWithMetadata(this, metadata().without(key).with(key, value));
    }
}
