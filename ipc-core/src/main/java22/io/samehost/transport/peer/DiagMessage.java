package io.samehost.transport.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * One request and its answer, as {@code linux/netlink.h} and {@code linux/inet_diag.h} lay them out.
 *
 * <pre>
 * request   0 length  4 type  6 flags  8 number  12 pid | 16 family  17 protocol  18 extensions  20 states  24 id
 * answer    0 length  4 type  6 flags  8 number  12 pid | 16 family  17 state     20 id  68 ...  80 uid  84 inode
 * error     0 length  4 type                            | 16 error, negative
 * id        0 port  2 remote port  4 address  20 remote address  36 interface  40 cookie   (48 bytes)
 * </pre>
 *
 * Ports and addresses are in network order, all else in the machine's. Not thread-safe.
 */
final class DiagMessage {
    private static final int REQUEST_BYTES = 72;
    private static final int ANSWER_BYTES = 4096;
    private static final int UNTIL_INODE_BYTES = 88;

    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLMSG_ERROR = 2;
    private static final short NLM_F_REQUEST = 1;

    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;
    private static final byte IPPROTO_TCP = 6;

    private static final long ID = 24;

    /** The loopback interface, in every namespace: finds sockets that are bound to it as well as those that are not. */
    private static final int LOOPBACK = 1;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfShort PORT = SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final MemorySegment request;
    private final MemorySegment answer;
    private int number;

    DiagMessage(Arena arena) {
        request = arena.allocate(REQUEST_BYTES, 8);
        answer = arena.allocate(ANSWER_BYTES, 8);
    }

    MemorySegment request() {
        return request;
    }

    MemorySegment answer() {
        return answer;
    }

    /** Asks for the socket with these ends. Returns the length of the request. */
    long ask(TcpEnds ends) {
        number++;
        request.fill((byte) 0);
        request.set(INT, 0, REQUEST_BYTES);
        request.set(SHORT, 4, SOCK_DIAG_BY_FAMILY);
        request.set(SHORT, 6, NLM_F_REQUEST);
        request.set(INT, 8, number);
        boolean ipv4 = ends.local().getAddress().getAddress().length == 4;
        request.set(ValueLayout.JAVA_BYTE, 16, ipv4 ? AF_INET : AF_INET6);
        request.set(ValueLayout.JAVA_BYTE, 17, IPPROTO_TCP);
        request.set(INT, 20, -1); // in whatever state
        put(ends.local(), ID, ID + 4);
        put(ends.remote(), ID + 2, ID + 20);
        request.set(INT, ID + 36, LOOPBACK);
        request.set(INT, ID + 40, -1); // no cookie
        request.set(INT, ID + 44, -1);
        return REQUEST_BYTES;
    }

    private void put(InetSocketAddress end, long portAt, long addressAt) {
        byte[] address = end.getAddress().getAddress();
        request.set(PORT, portAt, (short) end.getPort());
        MemorySegment.copy(address, 0, request, ValueLayout.JAVA_BYTE, addressAt, address.length);
    }

    /** True if what came answers the last request. */
    boolean isAnswered(long bytes) {
        return answer.get(INT, 8) == number && (isError() || bytes >= UNTIL_INODE_BYTES);
    }

    boolean isError() {
        return answer.get(SHORT, 4) == NLMSG_ERROR;
    }

    int error() {
        return answer.get(INT, 16);
    }

    TcpSocket socket() {
        return new TcpSocket(
                answer.get(ValueLayout.JAVA_BYTE, 16) == AF_INET6,
                answer.get(ValueLayout.JAVA_BYTE, 17),
                answer.get(INT, 80),
                answer.get(INT, 84) != 0);
    }
}
