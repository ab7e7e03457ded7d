package io.samehost.transport;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
import java.util.function.Function;
import java.util.stream.Stream;

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

    /**
     * A few rows at a time, and no more once one is found. The kernel looks through all its buckets for the end of a table,
     * which takes 3.4 ms if it has 262,144 of them, and about half of that for a row, which is anywhere; listeners come first.
     */
    private static final int READ_BYTES = 512;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** What an IPv4 address follows in tcp6. */
    private static final String MAPPED = words(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

    private LoopbackPeers() {}

    static boolean areKnown() {
        return Platform.IS_LINUX && Files.isReadable(Path.of("/proc/net/tcp"));
    }

    /** The user that owns the peer's socket; empty if it is not known or the peer has closed it. */
    static OptionalInt uid(InetSocketAddress peer, InetSocketAddress own) {
        return search(rows -> uid(rows, peer, own));
    }

    /** The user that listens there, on this address or on the wildcard; empty if nobody does or it is not known. */
    static OptionalInt listenerUid(InetSocketAddress server) {
        return search(rows -> listenerUid(rows, server));
    }

    private static OptionalInt search(Function<Stream<String>, OptionalInt> query) {
        for (Path table : TABLES) {
            try (BufferedReader rows = new BufferedReader(
                    new InputStreamReader(new SmallReads(Files.newInputStream(table)), StandardCharsets.US_ASCII))) {
                OptionalInt uid = query.apply(rows.lines());
                if (uid.isPresent()) {
                    return uid;
                }
            } catch (IOException | UncheckedIOException e) {
                // without IPv6 there is no tcp6
            }
        }
        return OptionalInt.empty();
    }

    /** Gives out {@link #READ_BYTES} at a time, whatever a reader asks for. */
    private static final class SmallReads extends FilterInputStream {
        SmallReads(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, READ_BYTES));
        }
    }

    static OptionalInt listenerUid(Stream<String> rows, InetSocketAddress server) {
        return rows.map(LoopbackPeers::columns)
                .filter(columns -> isOpen(columns) && columns[3].equals(LISTENING) && isAt(columns[1], server))
                .mapToInt(LoopbackPeers::uid)
                .findFirst();
    }

    private static boolean isAt(String local, InetSocketAddress server) {
        InetSocketAddress bound = endpoint(local);
        return bound.getPort() == server.getPort()
                && (bound.getAddress().isAnyLocalAddress() || bound.getAddress().equals(server.getAddress()));
    }

    /**
     * Both ends of the connection have a row; the peer's is the one with the peer as its local address.
     *
     * <p>A socket that no process has open any more, in TIME_WAIT for one, is printed with uid 0 and inode 0. Such a
     * row says nothing; taking it for root's would let in everybody who closes fast enough.
     */
    static OptionalInt uid(Stream<String> rows, InetSocketAddress peer, InetSocketAddress own) {
        String ends = " " + text(peer) + " " + text(own) + " ";
        String mappedEnds = " " + MAPPED + text(peer) + " " + MAPPED + text(own) + " ";
        // Thousands of rows may be others', so none is taken apart that is not the one.
        return rows.filter(row -> row.contains(ends) || row.contains(mappedEnds))
                .map(LoopbackPeers::columns)
                .filter(LoopbackPeers::isOpen)
                .mapToInt(LoopbackPeers::uid)
                .findFirst();
    }

    private static int uid(String[] columns) {
        return Integer.parseUnsignedInt(columns[7]);
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

        private static List<String> lines(Path table) {
            try {
                return Files.readAllLines(table, StandardCharsets.US_ASCII);
            } catch (IOException e) {
                return List.of(); // without IPv6 there is no udp6
            }
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
                    OptionalInt uid = OptionalInt.of(LoopbackPeers.uid(columns));
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
        byte[] bytes = HEX.parseHex(text, 0, colon);
        swapWords(bytes);
        try {
            // Makes an IPv4 address of an IPv4-mapped one, as the channel's own addresses are.
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port(text));
        } catch (IOException e) {
            throw new IllegalStateException("address is not 4 or 16 bytes: address=" + text, e);
        }
    }

    private static String text(InetSocketAddress endpoint) {
        return words(endpoint.getAddress().getAddress()) + ':' + HEX.toHexDigits((short) endpoint.getPort());
    }

    private static String words(byte[] bytes) {
        swapWords(bytes);
        return HEX.formatHex(bytes);
    }

    private static void swapWords(byte[] bytes) {
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            for (int word = 0; word < bytes.length; word += WORD_BYTES) {
                swap(bytes, word, word + 3);
                swap(bytes, word + 1, word + 2);
            }
        }
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte kept = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = kept;
    }
}
