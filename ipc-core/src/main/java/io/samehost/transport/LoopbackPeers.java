package io.samehost.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Whose the other end of a loopback connection is, by Linux's lists of TCP and UDP sockets. Columns as in proc_net_tcp(5):
 * {@code sl local_address rem_address st queues tr:when retrnsmt uid timeout inode}.
 */
final class LoopbackPeers {
    /** An IPv4 peer stands in tcp6 if its socket is a dual-stack one, as the JDK's are. */
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

    /** {@code TCP_LISTEN} in the column {@code st}. */
    private static final String LISTENING = "0A";

    private static final int WORD_BYTES = 4;

    private LoopbackPeers() {}

    static boolean areKnown() {
        return Platform.IS_LINUX && Files.isReadable(Path.of("/proc/net/tcp"));
    }

    /** The user that owns the peer's socket; empty if it is not known or the peer has closed it. */
    static OptionalInt uid(InetSocketAddress peer, InetSocketAddress own) {
        for (Path table : TABLES) {
            OptionalInt uid = uid(lines(table), peer, own);
            if (uid.isPresent()) {
                return uid;
            }
        }
        return OptionalInt.empty();
    }

    /** The user that listens there, on this address or on the wildcard; empty if nobody does or it is not known. */
    static OptionalInt listenerUid(InetSocketAddress server) {
        for (Path table : TABLES) {
            OptionalInt uid = listenerUid(lines(table), server);
            if (uid.isPresent()) {
                return uid;
            }
        }
        return OptionalInt.empty();
    }

    static OptionalInt listenerUid(List<String> lines, InetSocketAddress server) {
        for (String line : lines) {
            String[] columns = columns(line);
            if (isOpen(columns) && columns[3].equals(LISTENING)) {
                InetSocketAddress local = endpoint(columns[1]);
                if (local.getPort() == server.getPort()
                        && (local.getAddress().isAnyLocalAddress()
                                || local.getAddress().equals(server.getAddress()))) {
                    return OptionalInt.of(Integer.parseUnsignedInt(columns[7]));
                }
            }
        }
        return OptionalInt.empty();
    }

    private static List<String> lines(Path table) {
        try {
            return new String(Files.readAllBytes(table), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of(); // without IPv6 there is no tcp6
        }
    }

    /**
     * Both ends of the connection have a row; the peer's is the one with the peer as its local address.
     *
     * <p>A socket that no process has open any more, in TIME_WAIT for one, is printed with uid 0 and inode 0. Such a
     * row says nothing; taking it for root's would let in everybody who closes fast enough.
     */
    static OptionalInt uid(List<String> lines, InetSocketAddress peer, InetSocketAddress own) {
        for (String line : lines) {
            String[] columns = columns(line);
            if (isOpen(columns)
                    && endpoint(columns[1]).equals(peer)
                    && endpoint(columns[2]).equals(own)) {
                return OptionalInt.of(Integer.parseUnsignedInt(columns[7]));
            }
        }
        return OptionalInt.empty();
    }

    private static String[] columns(String line) {
        return line.trim().split(" +", -1);
    }

    /** Whether the line is a socket that a process has open. */
    private static boolean isOpen(String[] columns) {
        return columns.length >= 10 && columns[1].contains(":") && !columns[9].equals("0");
    }

    /** Who has which UDP port, as it was at one moment. Immutable. */
    static final class UdpTable {
        /** Columns of rows by port, for a batch may have many senders and the table many rows. */
        private final Map<Integer, List<String[]>> rows = new HashMap<>();

        UdpTable(List<String> lines) {
            for (String line : lines) {
                String[] columns = columns(line);
                if (columns.length >= 10 && columns[1].contains(":")) {
                    rows.computeIfAbsent(port(columns[1]), port -> new ArrayList<>())
                            .add(columns);
                }
            }
        }

        static UdpTable read() {
            List<String> lines = new ArrayList<>(lines(Path.of("/proc/net/udp")));
            lines.addAll(lines(Path.of("/proc/net/udp6")));
            return new UdpTable(lines);
        }

        /**
         * The user that owns the socket at {@code sender}; empty if it is closed already. A datagram from an address may
         * come from any socket bound to its port, there or at the wildcard: if those are of several users, it is nobody's.
         */
        OptionalInt uid(InetSocketAddress sender) {
            OptionalInt found = OptionalInt.empty();
            for (String[] columns : rows.getOrDefault(sender.getPort(), List.of())) {
                InetSocketAddress bound = endpoint(columns[1]);
                if (bound.equals(sender) || bound.getAddress().isAnyLocalAddress()) {
                    OptionalInt uid = OptionalInt.of(Integer.parseUnsignedInt(columns[7]));
                    if (columns[9].equals("0") || (found.isPresent() && !found.equals(uid))) {
                        return OptionalInt.empty();
                    }
                    found = uid;
                }
            }
            return found;
        }
    }

    private static int port(String endpoint) {
        return HexFormat.fromHexDigits(endpoint, endpoint.indexOf(':') + 1, endpoint.length());
    }

    /** The kernel prints an address as 32-bit words, each in the byte order of the machine, and the port as a number. */
    private static InetSocketAddress endpoint(String text) {
        int colon = text.indexOf(':');
        byte[] bytes = HexFormat.of().parseHex(text, 0, colon);
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            for (int word = 0; word < bytes.length; word += WORD_BYTES) {
                swap(bytes, word, word + 3);
                swap(bytes, word + 1, word + 2);
            }
        }
        try {
            // Makes an IPv4 address of an IPv4-mapped one, as the channel's own addresses are.
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port(text));
        } catch (IOException e) {
            throw new IllegalStateException("address is not 4 or 16 bytes: address=" + text, e);
        }
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte kept = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = kept;
    }
}
