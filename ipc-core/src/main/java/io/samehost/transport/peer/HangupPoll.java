package io.samehost.transport.peer;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for channels of the JDK whose connections are dead. It keeps one selector for all looks, since to open one costs
 * more than the look. Thread-safe.
 */
final class HangupPoll {
    /** Guarded by this. Null before the first look, and after one that failed. */
    private Selector selector;

    /** The channels that are dead, or closed. No other thread may use a blocking channel meanwhile. */
    synchronized Set<SocketChannel> dead(Collection<SocketChannel> channels) throws IOException {
        if (channels.isEmpty()) {
            return Set.of();
        }
        if (selector == null) {
            selector = Selector.open();
        }
        List<SocketChannel> blocking = new ArrayList<>();
        boolean done = false;
        try {
            Set<SocketChannel> dead = look(channels, blocking);
            done = true;
            return dead;
        } finally {
            if (!done) {
                giveUpSelector();
            }
            for (SocketChannel channel : blocking) {
                block(channel);
            }
        }
    }

    private Set<SocketChannel> look(Collection<SocketChannel> channels, List<SocketChannel> blocking)
            throws IOException {
        Set<SocketChannel> dead = new HashSet<>();
        for (SocketChannel channel : channels) {
            try {
                if (channel.isBlocking()) {
                    channel.configureBlocking(false);
                    blocking.add(channel);
                }
                channel.register(selector, SelectionKey.OP_CONNECT);
            } catch (ClosedChannelException e) {
                dead.add(channel);
            }
        }
        selector.selectNow(key -> dead.add((SocketChannel) key.channel()));
        selector.keys().forEach(SelectionKey::cancel);
        selector.selectNow(); // lets go of the channels
        return dead;
    }

    private void giveUpSelector() throws IOException {
        Selector failed = selector;
        selector = null;
        failed.close();
    }

    private static void block(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(true);
        } catch (ClosedChannelException e) {
            // it stays as it is
        }
    }
}
