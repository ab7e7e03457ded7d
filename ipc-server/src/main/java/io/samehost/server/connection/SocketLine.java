package io.samehost.server.connection;

import io.samehost.server.session.Line;
import io.samehost.transport.peer.Hangup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The channel of a peer, in blocking mode. A look needs it for itself, and no lock is held while a thread waits for it. */
final class SocketLine implements Line {
    private final SocketChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();

    /** Guarded by lock. Threads that read or write. */
    private int users;

    /** Guarded by lock. */
    private boolean looking;

    private volatile boolean outputEnded;

    /** True while a thread waits for the socket to take bytes. */
    private volatile boolean writing;

    /** Written by the thread that writes. */
    private volatile long sentBytes;

    /** Written by the thread that reads. */
    private volatile long receivedBytes;

    SocketLine(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads
    public int read(ByteBuffer in) throws IOException {
        enter();
        try {
            int count = channel.read(in);
            receivedBytes += Math.max(0, count);
            return count;
        } finally {
            leave();
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void write(ByteBuffer out) throws IOException {
        enter();
        writing = true;
        try {
            while (out.hasRemaining()) {
                sentBytes += channel.write(out);
            }
        } finally {
            writing = false;
            leave();
        }
    }

    boolean isWriting() {
        return writing;
    }

    /** The bytes that the socket has taken. */
    long sentBytes() {
        return sentBytes;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public void endOutput() throws IOException {
        enter();
        try {
            channel.shutdownOutput();
        } finally {
            outputEnded = true;
            leave();
        }
    }

    private void enter() {
        lock.lock();
        try {
            while (looking) {
                looked.awaitUninterruptibly();
            }
            users++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            users--;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isPeerGone() {
        lock.lock();
        try {
            if (users > 0 || looking || outputEnded) {
                return false;
            }
            looking = true;
        } finally {
            lock.unlock();
        }
        try {
            return Hangup.isSeen(channel);
        } finally {
            looked();
        }
    }

    private void looked() {
        lock.lock();
        try {
            looking = false;
            looked.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
