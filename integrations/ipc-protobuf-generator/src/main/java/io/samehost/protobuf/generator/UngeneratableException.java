package io.samehost.protobuf.generator;

/** No code can be generated; the message says for what, why, and what to change. */
final class UngeneratableException extends Exception {
    private static final long serialVersionUID = 1;

    UngeneratableException(String message) {
        super(message);
    }
}
