package io.samehost.wire;

import java.io.IOException;

/** The peer broke the protocol in a way that leaves no sound connection; ours is to close it. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
