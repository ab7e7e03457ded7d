package io.samehost.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Tells a peer that has gone from one that has closed its sending side only: to read, both look like the end of input.
 *
 * <p>On AF_UNIX poll(2) says POLLHUP once the peer has closed. A JDK selector shows it as readiness for whatever was
 * asked for; asked for a connect, which a connected channel is never ready for, it shows nothing else. junixsocket
 * sends nothing and sees whether that fails. On TCP the peer's socket stays in the kernel's list, but belongs to nobody.
 */
public final class Hangup {
    private Hangup() {}

    /**
     * Whether the peer has closed its socket. No other thread may use a blocking channel meanwhile.
     *
     * @return false also if that is not known
     */
    public static boolean isSeen(SocketChannel channel) {
        try {
            if (channel.provider() != SelectorProvider.provider()) {
                return JunixSockets.isHungUp(channel);
            }
            return channel.getRemoteAddress() instanceof InetSocketAddress
                    ? LoopbackPeers.areKnown() && PeerCredentials.of(channel).isEmpty()
                    : isPolled(channel);
        } catch (IOException e) {
            return !channel.isOpen();
        }
    }

    private static boolean isPolled(SocketChannel channel) throws IOException {
        boolean blocking = channel.isBlocking();
        if (blocking) {
            channel.configureBlocking(false);
        }
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            return selector.selectNow() > 0;
        } finally {
            if (blocking) {
                channel.configureBlocking(true);
            }
        }
    }
}
