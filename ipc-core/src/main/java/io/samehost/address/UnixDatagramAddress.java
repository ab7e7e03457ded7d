package io.samehost.address;

/** An AF_UNIX datagram socket. */
public record UnixDatagramAddress(String path) implements Address {}
