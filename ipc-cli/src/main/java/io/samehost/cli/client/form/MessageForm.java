package io.samehost.cli.client.form;

import io.samehost.cli.JsonLine;
import java.util.Optional;

/** How the messages of one call go in and out. Requests are for one thread, and answers may be for another. */
public interface MessageForm {
    /**
     * The next message to send; empty when there is no more.
     *
     * @throws IllegalArgumentException if what the user gave is none
     */
    Optional<byte[]> next();

    /** The one answer of a call, as it is printed. */
    byte[] whole(byte[] answer);

    /** An answer of several, as it is printed. */
    byte[] oneOfMany(byte[] answer);

    /** Adds an answer to a line for programs. */
    JsonLine put(JsonLine line, byte[] answer);

    /** Why a server may fail to understand the request that was sent; empty if nothing is odd about it. */
    default Optional<String> doubt() {
        return Optional.empty();
    }

    /** What the schema says of the method, where it is known. */
    default Optional<StreamKind> kind() {
        return Optional.empty();
    }
}
