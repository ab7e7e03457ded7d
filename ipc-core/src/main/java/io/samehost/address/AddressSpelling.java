package io.samehost.address;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an address is probably meant that is written as other programs have theirs. */
final class AddressSpelling {
    /** {@code tcp://localhost:3490/}: the scheme decides unless it is another program's. */
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]+)[/?#]?.*");

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]*):([0-9]{1,5})/?");

    /** Of no other IPv6 address can be told where it ends. */
    private static final Pattern IPV6_AND_PORT = Pattern.compile("(tcp|udp):(::1):([0-9]{1,5})");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final List<String> SCHEMES = List.of("unix", "tcp", "udp", "unixgram", "fd");

    private AddressSpelling() {}

    /** An address that can be read; empty if nobody can say which is meant. */
    static Optional<String> meant(String text) {
        return respelled(text.strip()).filter(meant -> !meant.equals(text)).filter(AddressSpelling::isAddress);
    }

    private static Optional<String> respelled(String text) {
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return Optional.of((isUdp(url.group(1)) ? "udp:" : "tcp:") + url.group(2));
        }
        Matcher ipv6 = IPV6_AND_PORT.matcher(text);
        if (ipv6.matches()) {
            return Optional.of(ipv6.group(1) + ":[" + ipv6.group(2) + "]:" + ipv6.group(3));
        }
        Optional<String> scheme = scheme(text);
        if (scheme.isPresent()) {
            return Optional.of(scheme.get() + text.substring(scheme.get().length()));
        }
        Matcher hostAndPort = HOST_AND_PORT.matcher(text);
        if (hostAndPort.matches()) {
            String host = hostAndPort.group(1);
            return Optional.of("tcp:" + (host.isEmpty() ? "" : host + ":") + hostAndPort.group(2));
        }
        if (PORT.matcher(text).matches()) {
            return Optional.of("tcp:" + text);
        }
        return text.startsWith("@") ? Optional.of("unix:" + text) : Optional.empty();
    }

    private static boolean isUdp(String scheme) {
        return scheme.equalsIgnoreCase("udp");
    }

    /** The scheme that the text begins with, in small letters. */
    private static Optional<String> scheme(String text) {
        int colon = text.indexOf(':');
        String word = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        return SCHEMES.contains(word) ? Optional.of(word) : Optional.empty();
    }

    private static boolean isAddress(String text) {
        try {
            AddressText.read(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
