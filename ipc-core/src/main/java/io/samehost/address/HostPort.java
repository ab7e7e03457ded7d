package io.samehost.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The {@code HOST:PORT} that TCP and UDP addresses share. */
record HostPort(String host, int port) {
    private static final int PORT_MAX = 65_535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    HostPort {
        check(host, port);
    }

    static void check(String host, int port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty: host=\"\", leave it out for localhost");
        }
        if (!NAME.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "host is no name and no IP address: host=" + host + ", use localhost, 127.0.0.1 or [::1]");
        }
        if (port < 0 || port > PORT_MAX) {
            throw badPort(Integer.toString(port));
        }
    }

    /** Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code PORT}. */
    static HostPort parse(String text) {
        int mark = text.indexOf('?');
        if (mark >= 0) {
            throw new IllegalArgumentException(
                    "option on an address that takes none: option=" + text.substring(mark + 1) + ", leave it out");
        }
        if (text.startsWith("[")) {
            return parseBracketed(text);
        }
        int colon = text.indexOf(':');
        if (text.equals("localhost") || IPV4.matcher(text).matches()) {
            throw new IllegalArgumentException("port is missing: host=" + text + ", write " + text + ":PORT");
        }
        if (colon != text.lastIndexOf(':')) {
            throw new IllegalArgumentException("IPv6 address without brackets: address=" + text + ", write [::1]:PORT");
        }
        String host = colon < 0 ? "localhost" : text.substring(0, colon);
        return new HostPort(host, parsePort(text.substring(colon + 1)));
    }

    private static HostPort parseBracketed(String text) {
        int end = text.indexOf("]:");
        if (end < 0 || text.substring(1, end).indexOf(':') < 0) {
            throw new IllegalArgumentException(
                    "brackets are for an IPv6 address and a port follows them: address=" + text + ", write [::1]:PORT");
        }
        return new HostPort(text.substring(1, end), parsePort(text.substring(end + 2)));
    }

    private static int parsePort(String text) {
        if (!PORT.matcher(text).matches()) {
            throw badPort(text);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException badPort(String port) {
        return new IllegalArgumentException(
                "port is no number from 0 to " + PORT_MAX + ": port=" + port + ", use 0 for any free port");
    }

    /** Every address the host stands for, in the resolver's order. */
    List<InetSocketAddress> resolve() throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : lookUp()) {
            if (!address.isLoopbackAddress()) {
                throw new IllegalArgumentException("host is not loopback: host=" + host + " address="
                        + address.getHostAddress() + ", use localhost, 127.0.0.1 or [::1]");
            }
            addresses.add(new InetSocketAddress(address, port));
        }
        return List.copyOf(addresses);
    }

    private InetAddress[] lookUp() throws UnknownHostException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            UnknownHostException unknown =
                    new UnknownHostException("unknown host: host=" + host + ", check the name or use localhost");
            unknown.initCause(e);
            throw unknown;
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
