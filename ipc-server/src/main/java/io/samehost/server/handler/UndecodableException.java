package io.samehost.server.handler;

/** Says that a client's message is none of its method's values. Its caller sees {@code INVALID_ARGUMENT}. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
    }
}
