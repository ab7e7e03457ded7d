package io.samehost.transport;

/** How to listen: {@code backlog} connections may wait; {@code socketFileMode} is the mode of a socket file. */
public record ListenOptions(int backlog, int socketFileMode) {}
