package io.samehost.protocol;

/** The ways in which a request opens its stream, by its flags. */
public enum RequestKind {
    /** One request, one response. */
    UNARY,
    /** The client has said everything; the server may answer with many messages. */
    REMOTE_CLOSED,
    /** The client will send messages, and the server may. */
    REMOTE_OPEN
}
