package io.samehost.protocol;

import java.io.IOException;

/** The peer broke the protocol; the connection has been closed or is to be closed. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
