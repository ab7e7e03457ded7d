package io.samehost.transport.peer;

import io.samehost.transport.unix.JunixSockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells a peer that has gone from one that has closed its sending side only: to read, both look like the end of input.
 *
 * <p>On AF_UNIX poll(2) says POLLHUP once the peer has closed, and on TCP once it has reset the connection. A JDK selector
 * shows it as readiness for whatever was asked for; asked for a connect, which a connected channel is never ready for, it
 * shows nothing else. junixsocket sends nothing and sees whether that fails. A TCP socket that was closed in order stays in
 * the kernel's list, but belongs to nobody.
 */
public final class Hangup {
    private static final HangupPoll POLL = new HangupPoll();

    private Hangup() {}

    /**
     * True if the peer has closed its socket. No other thread may use a blocking channel meanwhile.
     *
     * @return false also if that is not known
     */
    public static boolean isSeen(SocketChannel channel) {
        try {
            return !seen(List.of(channel)).isEmpty();
        } catch (IOException e) {
            return !channel.isOpen();
        }
    }

    /**
     * Those of {@link #isSeen}, for little more than the cost of one.
     *
     * @throws IOException if the system could not be asked
     */
    public static Set<SocketChannel> seen(Collection<SocketChannel> channels) throws IOException {
        Set<SocketChannel> gone = polled(channels);
        List<SocketChannel> alive =
                channels.stream().filter(channel -> !gone.contains(channel)).toList();
        if (!alive.isEmpty() && TcpPeers.areKnown()) {
            gone.addAll(TcpPeers.closed(alive));
        }
        return gone;
    }

    /** True if the connection is dead, or the channel closed. No other thread may use a blocking channel meanwhile. */
    static boolean isPolled(SocketChannel channel) throws IOException {
        return !polled(List.of(channel)).isEmpty();
    }

    /** Those of {@link #isPolled}. */
    static Set<SocketChannel> polled(Collection<SocketChannel> channels) throws IOException {
        Set<SocketChannel> dead = new HashSet<>();
        List<SocketChannel> ofTheJdk = new ArrayList<>();
        for (SocketChannel channel : channels) {
            if (channel.provider() == SelectorProvider.provider()) {
                ofTheJdk.add(channel);
            } else if (JunixSockets.isHungUp(channel)) {
                dead.add(channel);
            }
        }
        dead.addAll(POLL.dead(ofTheJdk));
        return dead;
    }
}
