package io.samehost.server.engine;

import io.samehost.address.Address;
import io.samehost.server.connection.AcceptedConnection;
import io.samehost.server.connection.OpenConnections;
import io.samehost.server.turn.HandlerWatch;
import io.samehost.server.turn.Turn;
import io.samehost.transport.ListeningSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loop, put together: {@link LoopThread} runs it, {@link LoopPoll} waits, {@link LoopWork} says what is to be done, {@link
 * LoopAcceptor} lets connections in, and each is a {@link LoopConnection}. One buffer serves the reads of all of them, so that
 * an idle one costs no buffer.
 */
final class EventLoop {
    private static final int READ_BUFFER_BYTES = 256 * 1024;

    private final Selector selector;
    private final OpenConnections connections;
    private final Semaphore places;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final LoopPoll poll;
    private final LoopAcceptor acceptor;
    private final LoopWork work;
    private final LoopThread thread;
    private final AtomicInteger count = new AtomicInteger();

    /** A loop whose thread will have this name; {@code intake} takes those in that come to a socket it listens on. */
    EventLoop(
            String name,
            Selector selector,
            LoopAcceptor.Intake intake,
            OpenConnections connections,
            Semaphore places,
            HandlerWatch watch,
            Duration spin) {
        this.selector = selector;
        this.connections = connections;
        this.places = places;
        this.poll = new LoopPoll(selector, TimeUnit.NANOSECONDS.convert(spin));
        this.acceptor = new LoopAcceptor(selector, intake);
        this.work = new LoopWork(poll, acceptor);
        this.thread = new LoopThread(name, selector, poll, acceptor, work, watch);
    }

    /** Starts the thread, or ends the loop if there is none to be had. To be called once. */
    void start() {
        thread.start();
    }

    /** Loop thread. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    /** Loop thread. */
    LoopPoll poll() {
        return poll;
    }

    /** Loop thread. */
    LoopWork work() {
        return work;
    }

    /** True on the loop thread, unless a handler that may be replaced runs there. */
    boolean isCurrent() {
        return thread.isCurrent();
    }

    /** Has the loop thread do {@code task}. From any thread. */
    void execute(LoopTask task) {
        work.add(task);
        selector.wakeup();
    }

    /** Starts to accept on a socket. From any thread. */
    void listen(ListeningSocket socket) throws IOException {
        socket.channel().configureBlocking(false);
        execute(turn -> {
            acceptor.listen(socket);
            return Turn.KEPT;
        });
    }

    /** Serves a connection that others made. From any thread. */
    void serve(SocketChannel channel, Address address) {
        execute(turn -> {
            acceptor.take(channel, address);
            return Turn.KEPT;
        });
    }

    /** Accepts on each socket again. From any thread. */
    void acceptAgain() {
        execute(turn -> {
            acceptor.acceptAll();
            return Turn.KEPT;
        });
    }

    /** Connections that have joined the loop and not left it. */
    int connections() {
        return count.get();
    }

    /** Loop thread. Has the channel polled. */
    SelectionKey register(SocketChannel channel, LoopConnection connection) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ, connection);
    }

    /** A connection is to be served here. From any thread. */
    void joined() {
        count.incrementAndGet();
    }

    /** A connection is closed. From any thread. */
    void left(AcceptedConnection connection) {
        try {
            connections.remove(connection);
        } finally {
            count.decrementAndGet();
            places.release();
            if (!isCurrent()) {
                selector.wakeup(); // the descriptor is freed only by the next select
            }
        }
    }

    /** Closes the listening channels and returns when none of them can accept any more. */
    void stopListening() {
        if (isCurrent()) { // an inline handler closes its server
            acceptor.close();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        execute(turn -> {
            try {
                acceptor.close();
            } finally {
                done.countDown();
            }
            return Turn.KEPT;
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread. May be called twice. */
    void close() {
        thread.close();
    }

    /** Returns when the loop has ended, or runs the caller, or the caller is interrupted. */
    void awaitEnd() {
        thread.awaitEnd();
    }
}
