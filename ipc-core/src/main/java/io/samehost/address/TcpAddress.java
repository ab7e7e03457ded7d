package io.samehost.address;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A TCP port on loopback.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets; that it is loopback shows only in {@link
 *     #resolve}
 * @param port 0 to 65535; 0 asks the system for a free one
 */
public record TcpAddress(String host, int port) implements Address {

    /** @throws IllegalArgumentException if the host cannot be one, or the port is out of range */
    public TcpAddress {
        HostPort.check(host, port);
    }

    /**
     * Every address that the host stands for, IPv4 and IPv6, in the order the resolver gives them.
     *
     * <p>The resolver has the last word on which there are: where {@code /etc/hosts} has no line {@code ::1 localhost},
     * the JDK knows {@code localhost} as {@code 127.0.0.1} alone.
     *
     * @throws java.net.UnknownHostException if the host has no address
     * @throws IllegalArgumentException if one of the addresses is not loopback
     */
    public List<InetSocketAddress> resolve() throws IOException {
        return new HostPort(host, port).resolve();
    }

    @Override
    public String toString() {
        return "tcp:" + new HostPort(host, port);
    }
}
