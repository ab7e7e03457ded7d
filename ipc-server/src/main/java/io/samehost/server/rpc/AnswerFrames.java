package io.samehost.server.rpc;

import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerProtocol;
import io.samehost.server.session.Memory;
import io.samehost.server.session.SendQueue;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;

/** Queues what a server says to its calls, as frames of the protocol. Not thread-safe; the {@link CallTable} guards it. */
final class AnswerFrames {
    private static final Response TOO_MUCH_OWED = Response.failed(Status.of(
            StatusCode.RESOURCE_EXHAUSTED, "too many answers wait for peers that do not read, try again later"));

    private final ServerProtocol protocol;
    private final SendQueue output;
    private final Memory memory;

    AnswerFrames(ServerProtocol protocol, SendQueue output, Memory memory) {
        this.protocol = protocol;
        this.output = output;
        this.memory = memory;
    }

    /** Ends a call. In place of an answer for which there is no room, the client gets a status that says so. */
    void respond(int streamId, Response response) {
        try {
            queue(protocol.respond(streamId, memory.owe(response.sizeBytes()) ? response : TOO_MUCH_OWED));
        } catch (OversizeException e) {
            respond(streamId, Response.failed(Status.of(StatusCode.RESOURCE_EXHAUSTED, "answer: " + e.getMessage())));
        }
    }

    void refuse(Refused refused) {
        queue(protocol.refuse(refused));
    }

    /**
     * Tells the client that no call of it begins any more, by the answer to its next one. A client of ours then uses another
     * connection. To any other client it is the answer to the call that it is just sending, or to none; should that call come
     * later, it is answered again.
     */
    void sayGoodbye(Status status) {
        int streamId = protocol.nextStreamId();
        if (streamId != 0) {
            queue(protocol.answerBeforehand(streamId, status));
        }
    }

    /** Ends a stream well. */
    void close(int streamId) {
        queue(protocol.close(streamId));
    }

    /** Queues a message of a stream. */
    void send(int streamId, ByteBuffer message) throws OversizeException {
        queue(protocol.send(streamId, message));
    }

    private void queue(EncodedFrame frame) {
        if (frame.hasBuffer()) {
            output.append(frame.head(), frame.buffer());
        } else {
            output.append(frame.head(), frame.payload());
        }
    }
}
