package io.samehost.transport.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/** A row of {@code /proc/net/tcp}, {@code tcp6}, {@code udp} or {@code udp6}. */
final class ProcRow {
    private static final int WORD_BYTES = 4;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** An IPv4 address follows this in tcp6. */
    private static final String MAPPED = words(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

    private ProcRow() {}

    /** Both addresses of a row, as they are printed; empty if the row is none. */
    static String ends(String row) {
        int start = row.indexOf(": ") + 2;
        int middle = row.indexOf(' ', start);
        int end = middle < 0 ? -1 : row.indexOf(' ', middle + 1);
        return start < 2 || end < 0 ? "" : row.substring(start, end);
    }

    /** The texts that {@link #ends} may give for a connection. */
    static List<String> printed(TcpEnds ends) {
        String local = text(ends.local());
        String remote = text(ends.remote());
        boolean ipv4 = ends.local().getAddress().getAddress().length == WORD_BYTES;
        String plain = local + " " + remote;
        return ipv4 ? List.of(plain, MAPPED + local + " " + MAPPED + remote) : List.of(plain);
    }

    static TcpSocket socket(String row) throws IOException {
        String[] columns = columns(row);
        try {
            boolean ipv6 = columns[1].indexOf(':') > 2 * WORD_BYTES;
            int state = HexFormat.fromHexDigits(columns[3]);
            return new TcpSocket(ipv6, state, uid(columns), !columns[9].equals("0"));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("not a row of the kernel's table of sockets: row=" + row, e);
        }
    }

    static String[] columns(String row) {
        return row.trim().split(" +", -1);
    }

    static int uid(String[] columns) {
        return Integer.parseUnsignedInt(columns[7]);
    }

    static int port(String endpoint) {
        return HexFormat.fromHexDigits(endpoint, endpoint.indexOf(':') + 1, endpoint.length());
    }

    /** The kernel prints an address as 32-bit words, each in the byte order of the machine, and the port as a number. */
    static InetSocketAddress endpoint(String text) {
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
