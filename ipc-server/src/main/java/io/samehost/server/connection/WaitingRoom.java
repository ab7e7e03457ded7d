package io.samehost.server.connection;

import io.samehost.server.lasting.Joining;
import io.samehost.server.lasting.LastingLog;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Newcomers wait here where it takes milliseconds to find out whose they are ({@link PeerLookup#isCheap}), so that no
 * thread that others need waits for that. A thread of its own takes all who have gathered, asks for all of them at once,
 * and hands them on. Nothing is read from them before. Thread-safe.
 */
public final class WaitingRoom<D extends Driver> {
    private static final LastingLog LOG = new LastingLog(WaitingRoom.class);

    /** While so many wait, accepting pauses. One look-up serves them all. */
    private static final int MOST_SEATS = 128;

    /** Those who wait, and as many who are being asked for, leave half of all places to others. */
    private static final int SHARE_OF_PLACES = 4;

    /** After a failure, mostly for want of memory. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The way out of the room, on the thread that asks. */
    public interface Exit<D extends Driver> {
        /** Takes over a newcomer. */
        void leadOn(Newcomer<D> newcomer, Optional<PeerCredentials> peer);
    }

    private final int seats;
    private final PeerLookup lookup;
    private final Exit<D> exit;
    private final Runnable hasRoomAgain;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by lock. */
    private final ArrayDeque<Newcomer<D>> waiting;

    /** Guarded by lock. Empty until the first newcomer has come. */
    private Optional<Thread> thread = Optional.empty();

    /** Guarded by lock. */
    private boolean closed;

    /** The room was full, and nobody who accepts knows yet that it is no longer. Used by the thread that asks. */
    private boolean owesWordOfRoom;

    /** Newcomers that were taken and not yet handed on. Used by the thread that asks. */
    private final ArrayDeque<Newcomer<D>> taken;

    /** {@code hasRoomAgain} is called when the room is no longer full. */
    public WaitingRoom(int maxConnections, PeerLookup lookup, Exit<D> exit, Runnable hasRoomAgain) {
        this.seats = Math.max(1, Math.min(MOST_SEATS, maxConnections / SHARE_OF_PLACES));
        this.lookup = lookup;
        this.exit = exit;
        this.hasRoomAgain = hasRoomAgain;
        this.waiting = new ArrayDeque<>(seats);
        this.taken = new ArrayDeque<>(seats);
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** For whoever cannot pause otherwise: waits while the room is full. */
    public void awaitRoom() {
        lock.lock();
        try {
            while (waiting.size() >= seats && !closed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes over a newcomer, also where the room is full.
     *
     * @return false if whoever accepts should pause until there is room again
     */
    public boolean enter(Newcomer<D> newcomer) {
        boolean stays = false;
        lock.lock();
        try {
            if (!closed) {
                startThread();
                waiting.add(newcomer);
                stays = true;
                changed.signalAll();
            }
            return waiting.size() < seats;
        } finally {
            lock.unlock();
            if (!stays) {
                newcomer.leave();
            }
        }
    }

    private void startThread() {
        if (thread.isEmpty()) {
            Thread first = new Thread(this::run, "samehost-identify");
            first.setDaemon(true); // those who accept keep the program
            first.start();
            thread = Optional.of(first);
        }
    }

    private void run() {
        boolean open = true;
        while (open) {
            try {
                tellOfRoom(); // once more, if there was no memory for it
                open = take();
                tellOfRoom();
                ask();
            } catch (Throwable t) {
                sendTakenAway(); // first, since it frees memory
                LOG.log(Level.WARNING, "could not find out who connects, closed connections", t);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Waits for newcomers and takes them all. Once the room is closed it sends them away, and returns false. */
    private boolean take() {
        boolean open;
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            open = !closed;
            owesWordOfRoom |= waiting.size() >= seats;
            while (!waiting.isEmpty()) {
                taken.add(waiting.peek()); // for which there may be no memory
                waiting.remove();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!open) {
            owesWordOfRoom = false;
            sendTakenAway();
        }
        return open;
    }

    /** Without it nobody would be accepted any more, so it stays owed until it is said. */
    private void tellOfRoom() {
        if (owesWordOfRoom) {
            hasRoomAgain.run();
            owesWordOfRoom = false;
        }
    }

    /** For want of descriptors to look with, the last newcomer gives its own. */
    private void ask() {
        while (!taken.isEmpty()) {
            try {
                leadOn(lookup.all(taken.stream().map(Newcomer::channel).toList()));
            } catch (IOException e) {
                Newcomer<D> last = taken.removeLast();
                last.leave();
                LOG.log(
                        Level.WARNING,
                        "could not find out who connects, closed the connection: address=",
                        last.address(),
                        e);
            }
        }
    }

    private void leadOn(Map<SocketChannel, PeerCredentials> known) {
        while (!taken.isEmpty()) {
            Newcomer<D> next = taken.remove();
            try {
                exit.leadOn(next, Optional.ofNullable(known.get(next.channel())));
            } catch (RuntimeException | Error e) { // for want of memory
                next.leave();
                LOG.log(Level.WARNING, "could not serve a connection, closed it: address=", next.address(), e);
            }
        }
    }

    private void sendTakenAway() {
        while (!taken.isEmpty()) {
            taken.remove().leave();
        }
    }

    /** Sends away all who wait, and returns when the thread has ended. May be called twice. */
    public void close() {
        Optional<Thread> asking;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            asking = thread;
        } finally {
            lock.unlock();
        }
        asking.ifPresent(Joining::join);
    }
}
