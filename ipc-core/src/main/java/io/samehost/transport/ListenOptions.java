package io.samehost.transport;

import io.samehost.transport.system.SocketBuffers;

/**
 * Settings of a listening socket.
 *
 * @param backlog how many connections may wait to be accepted, at least 1; the system may cap it
 *     ({@code net.core.somaxconn})
 * @param socketFileMode permission bits of a socket file, 0 to 0777; other families ignore it
 * @param socketBufferBytes SO_SNDBUF and SO_RCVBUF of each connection, 0 for what the system gives; the system may cap it
 *     ({@code net.core.wmem_max} and {@code net.core.rmem_max}); datagram sockets ignore it
 */
public record ListenOptions(int backlog, int socketFileMode, int socketBufferBytes) {
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
        SocketBuffers.requireNotNegative(socketBufferBytes);
    }

    /** With the socket buffers that the system gives. */
    public ListenOptions(int backlog, int socketFileMode) {
        this(backlog, socketFileMode, 0);
    }
}
