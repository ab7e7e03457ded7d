package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.transport.system.Closing;
import io.samehost.transport.system.Polling;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A socket that others made and listen on, or will again. It is neither closed nor shut down here, and its file stays. What
 * changes while it is served is its blocking mode, which a descriptor shares with all its copies in other processes: in
 * blocking mode only a close would end the wait for a connection. At the end the mode is as it was.
 */
final class BorrowedSocket extends ListeningSocket {
    private final boolean blocksElsewhere;
    private volatile Selector selector;
    private volatile boolean stopped;

    /** {@code blocksElsewhere} is the mode to leave behind. */
    BorrowedSocket(ServerSocketChannel channel, Address address, String provider, boolean blocksElsewhere) {
        super(channel, address, provider, () -> {});
        this.blocksElsewhere = blocksElsewhere;
    }

    @Override
    public SocketChannel accept() throws IOException {
        if (selector == null) {
            channel().configureBlocking(false);
            selector = channel().provider().openSelector();
            channel().register(selector, SelectionKey.OP_ACCEPT);
        }
        while (!stopped) {
            SocketChannel accepted = channel().accept();
            if (accepted != null) {
                return accepted;
            }
            Polling.awaitReady(selector, Polling.FOREVER_NANOS);
        }
        throw new ClosedChannelException();
    }

    @Override
    public void closeChannel() {
        stopped = true;
        Selector waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /** To be called once nobody accepts any more, and the channel is with no selector but our own. */
    @Override
    public void close() throws IOException {
        closeChannel();
        Selector used = selector;
        Closing.all(
                () -> {
                    if (used != null) {
                        used.close();
                    }
                },
                () -> {
                    if (blocksElsewhere && channel().isOpen()) {
                        channel().configureBlocking(true);
                    }
                });
    }
}
