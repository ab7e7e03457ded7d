package io.samehost.address;

/** A TCP port on loopback. */
public record TcpAddress(String host, int port) implements Address {}
