package io.samehost.transport;

/**
 * How to listen.
 *
 * @param backlog how many connections may wait to be accepted, at least 1; the system may cap it
 *     ({@code net.core.somaxconn})
 * @param socketFileMode permission bits of a socket file, 0 to 0777; other families ignore it
 */
public record ListenOptions(int backlog, int socketFileMode) {
    private static final int MODE_MAX = 0777;

    /** 128 connections may wait; a socket file is for its owner only. */
    public static final ListenOptions DEFAULT = new ListenOptions(128, 0600);

    /** @throws IllegalArgumentException if a value is out of range */
    public ListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog is too small: backlog=" + backlog + ", use 1 or more");
        }
        if (socketFileMode < 0 || socketFileMode > MODE_MAX) {
            throw new IllegalArgumentException("mode is more than permission bits: mode="
                    + Integer.toOctalString(socketFileMode) + ", use 0 to 777, for example 0600");
        }
    }
}
