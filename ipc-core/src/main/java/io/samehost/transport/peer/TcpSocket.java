package io.samehost.transport.peer;

import java.util.Set;

/**
 * A TCP socket, as the kernel described it at one moment.
 *
 * @param ipv6 true if its family is AF_INET6; such a socket may have IPv4 ends
 * @param state as {@code tcp_states.h} numbers it
 * @param uid its user, unsigned; of no meaning while nobody has the socket open
 * @param open false if no process has it open: it has not been accepted yet, or has been closed
 */
record TcpSocket(boolean ipv6, int state, int uid, boolean open) {
    static final int ESTABLISHED = 1;
    static final int SYN_RECV = 3;
    static final int FIN_WAIT1 = 4;
    static final int FIN_WAIT2 = 5;
    static final int TIME_WAIT = 6;
    static final int CLOSE_WAIT = 8;
    static final int LISTEN = 10;

    /** States of an end that has shaken hands, whether or not it has closed its sending side. */
    private static final Set<Integer> CONNECTED = Set.of(ESTABLISHED, FIN_WAIT1, FIN_WAIT2);

    /** States of an end that has shaken hands and has closed nothing. */
    private static final Set<Integer> UNCLOSED = Set.of(ESTABLISHED, CLOSE_WAIT);

    /** States before it is accepted. The kernel keeps SYN_RECV while the queue of the listener is full. */
    private static final Set<Integer> WAITING = Set.of(ESTABLISHED, SYN_RECV);

    boolean isConnected() {
        return open && CONNECTED.contains(state);
    }

    boolean isUnclosed() {
        return open && UNCLOSED.contains(state);
    }

    boolean waitsToBeAccepted() {
        return !open && WAITING.contains(state);
    }
}
