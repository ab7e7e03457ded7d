package io.samehost.wire.frame;

/**
 * The data of a request or response frame is not the protobuf message that it should be. The frame around it was
 * sound, so the connection can go on.
 */
public final class MalformedEnvelopeException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedEnvelopeException(String message) {
        super(message);
    }
}
