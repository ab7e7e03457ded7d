package io.samehost.address;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the text form of addresses, and checks the names in them. */
final class AddressText {
    private static final String OPTION = "provider=";

    private AddressText() {}

    static Address parse(String text) {
        try {
            return read(text);
        } catch (IllegalArgumentException e) {
            Optional<String> meant = AddressSpelling.meant(text);
            if (meant.isEmpty()) {
                throw e;
            }
            throw new IllegalArgumentException("not an address: address=" + text + ", write " + meant.get(), e);
        }
    }

    static Address read(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("address is empty: address=\"\", write unix:/path or tcp:PORT");
        }
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        if (slash >= 0 && (colon < 0 || slash < colon)) {
            return unix(text);
        }
        if (colon < 0) {
            throw new IllegalArgumentException("address has no scheme: address=" + text + ", write unix:" + text
                    + " for a socket file or tcp:PORT for a port");
        }
        String scheme = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "unix" -> unix(rest);
            case "tcp" -> tcp(HostPort.parse(rest));
            case "udp" -> udp(HostPort.parse(rest));
            case "unixgram" -> unixDatagram(rest);
            case "fd" -> DescriptorAddress.parse(rest);
            default ->
                throw new IllegalArgumentException(
                        "unknown scheme: scheme=" + scheme + ", use unix:, tcp:, udp: or unixgram:");
        };
    }

    private static UnixAddress unix(String text) {
        String name = withoutOption(text);
        UnixProvider provider = provider(text);
        return name.startsWith("@")
                ? new UnixAddress(name.substring(1), true, provider)
                : new UnixAddress(name, false, provider);
    }

    private static TcpAddress tcp(HostPort where) {
        return new TcpAddress(where.host(), where.port());
    }

    private static UdpAddress udp(HostPort where) {
        return new UdpAddress(where.host(), where.port());
    }

    private static UnixDatagramAddress unixDatagram(String text) {
        if (provider(text) == UnixProvider.JDK) {
            throw new IllegalArgumentException(
                    "the JDK has no AF_UNIX datagrams: provider=jdk, leave the option out to use junixsocket");
        }
        return new UnixDatagramAddress(withoutOption(text));
    }

    private static String withoutOption(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private static UnixProvider provider(String text) {
        int mark = text.indexOf('?');
        if (mark < 0) {
            return UnixProvider.ANY;
        }
        String option = text.substring(mark + 1);
        if (!option.startsWith(OPTION)) {
            throw new IllegalArgumentException(
                    "unknown option: option=" + option + ", use ?provider=jdk or ?provider=junixsocket");
        }
        String provider = option.substring(OPTION.length());
        return switch (provider) {
            case "jdk" -> UnixProvider.JDK;
            case "junixsocket" -> UnixProvider.JUNIXSOCKET;
            default ->
                throw new IllegalArgumentException(
                        "unknown provider: provider=" + provider + ", use jdk or junixsocket");
        };
    }

    /** Checks a path or abstract name: what cannot be bound or would not be read back is refused. */
    static void checkName(String what, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty: " + what + "=\"\", write unix:/path or unix:@name");
        }
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " contains NUL: " + what + "=" + name.replace("\0", "\\0") + ", leave it out");
        }
        if (name.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    what + " contains a question mark, which starts the option: " + what + "=" + name + ", rename it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException(what + " has half a surrogate pair: " + what + "=" + name
                    + ", use characters that UTF-8 can write");
        }
    }

    /** Checks a path; one that starts with {@code @} would be read back as an abstract name. */
    static void checkPath(String path) {
        checkName("path", path);
        if (path.startsWith("@")) {
            throw new IllegalArgumentException("path reads as an abstract name: path=" + path + ", write ./" + path);
        }
    }
}
