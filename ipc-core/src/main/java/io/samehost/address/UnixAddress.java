package io.samehost.address;

/** An AF_UNIX stream socket: a path, or with {@code isAbstract} a Linux abstract name. */
public record UnixAddress(String name, boolean isAbstract, UnixProvider provider) implements Address {}
