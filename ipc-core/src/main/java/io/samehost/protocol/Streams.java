package io.samehost.protocol;

/** What the two ends of this project agree on beyond ttrpc. A peer that does not know it loses nothing. */
public final class Streams {
    /**
     * A metadata entry of the request that opens a stream. With it the client promises that the connection carries this
     * stream and nothing else, so that the server may stop reading from it while the stream's handler is slow.
     */
    public static final String OWN_CONNECTION = "samehost-own-connection";

    private Streams() {}
}
