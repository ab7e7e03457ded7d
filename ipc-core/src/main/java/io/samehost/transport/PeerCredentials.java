package io.samehost.transport;

import java.util.OptionalInt;

/** Who is at the other end, as the kernel tells it. */
public record PeerCredentials(String user, OptionalInt uid, OptionalInt pid) {}
