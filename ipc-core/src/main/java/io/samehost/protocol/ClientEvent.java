package io.samehost.protocol;

import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Response;

/** The meaning of bytes from a server. */
public sealed interface ClientEvent {

    /** The input is used up. */
    record NeedData() implements ClientEvent {
        static final NeedData INSTANCE = new NeedData();
    }

    /** The call has ended; its stream is gone. */
    record ResponseReceived(int streamId, Response response) implements ClientEvent {}

    /** A message of a stream that is open, possibly an empty one. */
    record MessageReceived(int streamId, Payload message) implements ClientEvent {}

    /** The server will send no more messages; a server closes last, so the stream is gone. */
    record RemoteClosed(int streamId) implements ClientEvent {}

    /** The server closes: no call with this id or a larger one begins. Nobody waits for this one. Ids are unsigned. */
    record Goodbye(int streamId) implements ClientEvent {}

    /** Something for a call that nobody waits for: it came late, after a deadline or a cancellation. */
    record Dropped(int streamId) implements ClientEvent {}
}
