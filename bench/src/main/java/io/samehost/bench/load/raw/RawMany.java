package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.load.workload.SteppedWorkload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Keeps one message in flight on each of many connections, from one thread that polls them all. */
public final class RawMany implements SteppedWorkload {
    private final Selector selector;
    private final List<Peer> peers = new ArrayList<>();
    private int waiting;

    /** Takes the channels over; all must be of one provider. */
    public RawMany(List<SocketChannel> channels, int sizeBytes) throws IOException {
        this.selector = channels.get(0).provider().openSelector();
        for (SocketChannel channel : channels) {
            channel.configureBlocking(false);
            Peer peer = new Peer(channel, sizeBytes);
            peer.key = channel.register(selector, SelectionKey.OP_READ, peer);
            peers.add(peer);
        }
    }

    @Override
    public long exchange(Recording recording, long nowNanos) throws IOException {
        for (Peer peer : peers) {
            if (!peer.waits) {
                peer.begin(nowNanos);
            }
        }
        return receive(recording);
    }

    @Override
    public void drain(Recording recording) throws IOException {
        while (waiting > 0) {
            receive(recording);
        }
    }

    private long receive(Recording recording) throws IOException {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            Peer peer = (Peer) key.attachment();
            if (key.isWritable()) {
                peer.write();
            }
            if (key.isReadable()) {
                peer.read(recording);
            }
        }
        selector.selectedKeys().clear();
        return System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.channel.close();
        }
        selector.close();
    }

    /** One connection and the message on it. */
    private final class Peer {
        private final SocketChannel channel;
        private final ByteBuffer message;
        private final ByteBuffer reply;
        private SelectionKey key;
        private long sequence;
        private long sentNanos;
        private boolean waits;

        Peer(SocketChannel channel, int sizeBytes) {
            this.channel = channel;
            this.message = Stamp.blank(1, sizeBytes);
            this.reply = Stamp.blank(1, sizeBytes);
        }

        void begin(long nowNanos) throws IOException {
            message.clear().put(0, Stamp.of(sequence++));
            reply.clear();
            sentNanos = nowNanos;
            waits = true;
            waiting++;
            write();
        }

        void write() throws IOException {
            channel.write(message);
            int interest = message.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }

        void read(Recording recording) throws IOException {
            if (channel.read(reply) < 0) {
                throw new EOFException("server closed a connection: connections=" + peers.size());
            }
            if (reply.hasRemaining() || !waits) {
                return;
            }
            waits = false;
            waiting--;
            if (reply.get(0) == message.get(0)) {
                recording.reply(System.nanoTime() - sentNanos);
            } else {
                recording.error();
            }
        }
    }
}
