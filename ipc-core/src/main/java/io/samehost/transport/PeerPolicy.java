package io.samehost.transport;

/** Which users may connect. */
public final class PeerPolicy {
    PeerPolicy() {}
}
