package io.samehost.address;

/** A UDP port on loopback. */
public record UdpAddress(String host, int port) implements Address {}
