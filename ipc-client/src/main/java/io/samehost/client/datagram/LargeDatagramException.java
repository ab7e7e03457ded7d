package io.samehost.client.datagram;

import io.samehost.address.Address;

/** A request does not fit a datagram. Nothing was sent. Its message lacks the fix, which the caller knows. */
public final class LargeDatagramException extends Exception {
    private static final long serialVersionUID = 1;

    LargeDatagramException(long lengthBytes, int limitBytes, Address address) {
        super("request too large for a datagram, nothing was sent: lengthBytes=" + lengthBytes + " limitBytes="
                + limitBytes + " address=" + address);
    }
}
