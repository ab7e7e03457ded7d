package io.samehost.protocol;

import io.samehost.wire.Status;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Request;

/** The meaning of bytes from a client. */
public sealed interface ServerEvent {

    /** The input is used up. */
    record NeedData() implements ServerEvent {
        static final NeedData INSTANCE = new NeedData();
    }

    /** A call begins; it ends when {@link ServerProtocol#respond} or {@link ServerProtocol#close} was called for it. */
    record RequestReceived(int streamId, RequestKind kind, Request request) implements ServerEvent {}

    /** A message for a call that is open, possibly an empty one. */
    record MessageReceived(int streamId, Payload message) implements ServerEvent {}

    /** The client will send no more messages for this call. */
    record RemoteClosed(int streamId) implements ServerEvent {}

    /**
     * The client did something that it may not. The connection is sound; the answer to be sent with {@link
     * ServerProtocol#refuse} is {@code status}. A call that was open under this id is over: to its client the answer is
     * the end of it.
     */
    record Refused(int streamId, Status status) implements ServerEvent {}
}
