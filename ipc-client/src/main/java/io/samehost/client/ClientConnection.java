package io.samehost.client;

import io.samehost.transport.Closing;
import io.samehost.transport.OutputQueue;
import io.samehost.transport.Polling;
import io.samehost.wire.OversizeException;
import io.samehost.wire.Request;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection with many calls on it, without a thread of its own for those who wait. One thread at a time is the
 * leader: it polls the socket, reads for everybody, and writes what the socket did not take at once. A caller that finds
 * no leader leads until its own answer is there and then wakes another one that waits; so a lone caller writes its
 * request and reads its reply itself, with no hand-off between threads. While there are asynchronous calls, the {@link
 * Callbacks} thread leads.
 *
 * <p>The channel never blocks. Deadlines and interrupts end the wait in the selector and leave the connection intact,
 * which they would not if a thread blocked in read.
 */
final class ClientConnection {
    static final String CLIENT_CLOSED = "client was closed";

    private static final int FIRST_BUFFER_BYTES = 16 * 1024;
    private static final int LARGEST_BUFFER_BYTES = 256 * 1024;

    /** A server that reads so little is not sent any more. */
    private static final int MAX_QUEUED_BYTES = 64 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final OutputQueue output;
    private final PendingCalls calls;
    private final Callbacks callbacks;
    private final long spinNanos;
    private final AtomicReference<Thread> leader = new AtomicReference<>();

    /** The leader's. */
    private final List<PendingCall> answered = new ArrayList<>();

    /** The leader's. */
    private ByteBuffer in = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);

    /** Whether the last answers came together, so that several callers were woken at once. */
    private volatile boolean severalAnswered;

    /** About how many requests of threads wait for the next {@link #flush}; counted while {@link #severalAnswered}. */
    private final AtomicInteger unsent = new AtomicInteger();

    /** When something was last sent or read; kept only where somebody spins. Nobody has to see it at once. */
    private final AtomicLong busySinceNanos = new AtomicLong();

    /** When the leader last read something. */
    private final AtomicLong lastReadNanos = new AtomicLong(System.nanoTime());

    /** Takes the channel over; if this fails, the channel is still the caller's. */
    ClientConnection(SocketChannel channel, String name, Duration spin) throws IOException {
        this.spinNanos = spin.toNanos();
        this.channel = channel;
        this.output = new OutputQueue(channel);
        this.calls = new PendingCalls(output);
        this.callbacks = new Callbacks(this, name);
        channel.configureBlocking(false);
        this.selector = channel.provider().openSelector();
        this.key = register();
    }

    private SelectionKey register() throws IOException {
        try {
            return channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException | Error e) {
            Closing.because(e, selector);
            throw e;
        }
    }

    /**
     * Sends the request of a call, or as much of it as the socket takes now, or leaves that to the thread that calls next.
     * Who begins a {@link SyncCall} has to {@link #await} it.
     *
     * @return false if this connection is of no use any more; nothing was sent then
     */
    boolean begin(PendingCall call, Request request) throws CallException {
        if (output.queuedBytes() > MAX_QUEUED_BYTES) {
            throw new CallException(Status.of(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "server does not read its requests: queuedBytes=" + output.queuedBytes() + " limitBytes="
                            + MAX_QUEUED_BYTES));
        }
        if (spinNanos > 0) {
            busySinceNanos.setRelease(call.deadline().begunNanos());
        }
        try {
            return call instanceof AsyncCall async ? beginAsync(async, request) : beginSync(call, request);
        } catch (OversizeException e) {
            throw new CallException(Status.of(StatusCode.RESOURCE_EXHAUSTED, "request: " + e.getMessage()));
        }
    }

    private boolean beginSync(PendingCall call, Request request) throws OversizeException {
        boolean begun = calls.begin(call, request);
        if (begun && !leavesWriteToNext()) {
            flush();
        }
        return begun;
    }

    /**
     * Counts a request in. Those who were woken with the calling thread probably have one too, and one write can take
     * several: half of the calls that threads wait for, so that the server has the other half meanwhile.
     */
    private boolean leavesWriteToNext() {
        return severalAnswered && unsent.incrementAndGet() < calls.syncSize() / 2;
    }

    private boolean beginAsync(AsyncCall call, Request request) throws OversizeException {
        call.connection(this);
        if (!calls.begin(call, request)) {
            return false;
        }
        if (!callbacks.willFlush() || output.hasBatch()) {
            flush();
        }
        callbacks.wake();
        if (call.deadline().exists() && calls.earliestNanos() == call.deadline().endNanos()) {
            wakeLeader(); // who may be about to wait for longer than until then
        }
        return true;
    }

    /** Waits for a call that the calling thread has begun, and reads for all others meanwhile if nobody else does. */
    byte[] await(SyncCall call) throws CallException, IOException {
        try {
            letOthersGoOn();
            if (!call.isDone() && !output.isEmpty()) {
                flush(); // who really has to wait does not leave it to others
            }
            while (!call.isDone()) {
                awaitOnce(call, System.nanoTime());
            }
        } finally {
            resign();
        }
        return call.result();
    }

    /**
     * When it is the calling thread's turn again, its answer has mostly come, and nobody had to be put to sleep and woken.
     * Nothing relies on the scheduler but speed.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private void letOthersGoOn() {
        if (severalAnswered) {
            Thread.yield();
        }
    }

    private void awaitOnce(SyncCall call, long nowNanos) {
        long remainingNanos = call.deadline().remainingNanos(nowNanos);
        if (remainingNanos <= 0) {
            giveUp(call, StatusCode.DEADLINE_EXCEEDED, PendingCall.LATE);
        } else if (Thread.currentThread().isInterrupted()) {
            giveUp(call, StatusCode.CANCELLED, "caller was interrupted");
        } else if (!lead()) {
            LockSupport.parkNanos(this, remainingNanos);
        } else if (!call.isDone()) { // the leader before may have read the answer in the last moment
            poll(nowNanos, remainingNanos);
        }
    }

    private void giveUp(PendingCall call, StatusCode code, String message) {
        calls.forget(call);
        call.fail(code, message);
    }

    /** Ends a call that its caller does not want any more. */
    void cancel(PendingCall call) {
        giveUp(call, StatusCode.CANCELLED, "call was cancelled");
    }

    /** Becomes the leader, or finds that the calling thread is. */
    boolean lead() {
        Thread me = Thread.currentThread();
        return leader.get() == me || leader.compareAndSet(null, me);
    }

    /**
     * Gives the lead to another thread that waits, if the calling thread has it or nobody does. Not to the callbacks'
     * thread while it runs callbacks: those may take their time.
     */
    void resign() {
        leader.compareAndSet(Thread.currentThread(), null);
        if (calls.size() == 0 || leader.get() != null) {
            return;
        }
        if (calls.asyncSize() > 0 && !callbacks.areRunning()) {
            callbacks.wake();
        } else if (calls.syncSize() > 0) {
            calls.anyCaller().ifPresent(LockSupport::unpark);
        }
    }

    /** The leader's: waits until the socket is ready or the time is over, then writes and reads what there is. */
    void poll(long nowNanos, long timeoutNanos) {
        try {
            boolean spinning = spinNanos > 0 && nowNanos - busySinceNanos.getPlain() < spinNanos;
            boolean ready = spinning ? look() : select(timeoutNanos);
            if (!output.isEmpty()) {
                flush();
            }
            // Not on every wake-up: an interrupt in the middle of a read would make junixsocket close the channel.
            if (ready || !key.isValid()) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        } catch (CancelledKeyException e) {
            fail(new IOException(CLIENT_CLOSED, e));
        } catch (RuntimeException | Error e) { // such as no memory: nobody could tell any more what was read
            fail(new IOException("connection failed: cause=" + e, e));
            answered.forEach(PendingCall::complete);
            throw e;
        }
    }

    /** Without waiting. The JDK's read says itself that there is nothing; junixsocket's may not meet an interrupt. */
    private boolean look() throws IOException {
        return channel.provider() == SelectorProvider.provider() || (key.isValid() && Polling.isReady(selector));
    }

    /** A key that junixsocket made invalid, because the server hung up, waits for nothing: what came before can be read. */
    private boolean select(long timeoutNanos) throws IOException {
        int operations = output.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
        return key.isValid() && Polling.awaitReady(selector, timeoutNanos);
    }

    private void read() throws IOException {
        int count = readUninterrupted();
        if (count == 0) {
            return;
        }
        if (count < 0) {
            throw new EOFException("server closed the connection");
        }
        long nowNanos = System.nanoTime();
        lastReadNanos.setRelease(nowNanos);
        if (spinNanos > 0) {
            busySinceNanos.setRelease(nowNanos);
        }
        boolean full = !in.hasRemaining();
        calls.receive(in.flip(), answered);
        complete();
        if (full && in.capacity() < LARGEST_BUFFER_BYTES) {
            in = ByteBuffer.allocateDirect(in.capacity() * 2);
        }
    }

    /** An interrupt ends the caller's call. The channel is for all, and junixsocket would close it. */
    private int readUninterrupted() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return channel.read(in.clear());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void complete() {
        boolean several = answered.size() > 1;
        if (several != severalAnswered) {
            severalAnswered = several;
        }
        answered.forEach(PendingCall::complete);
        answered.clear();
    }

    /** Writes what the socket takes; the leader sees to the rest. */
    void flush() {
        boolean interrupted = Thread.interrupted(); // as in reading
        if (unsent.get() > 0) {
            unsent.set(0);
        }
        try {
            if (output.flush() == OutputQueue.Outcome.LEFT && leader.get() != Thread.currentThread()) {
                selector.wakeup();
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) { // such as no memory: others rely on what was left to this write
            fail(new IOException("connection failed: cause=" + e, e));
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** True if calls can begin. Looks at the socket when nothing was heard for {@code quietNanos}. */
    boolean isUsable(long nowNanos, long quietNanos) {
        if (calls.size() == 0 && nowNanos - lastReadNanos.getAcquire() > quietNanos && lead()) {
            try {
                read();
            } catch (IOException e) {
                fail(e);
            } finally {
                resign();
            }
        }
        return !calls.isUsedUp();
    }

    PendingCalls calls() {
        return calls;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Interrupts the leader's wait, whoever it is. */
    void wakeLeader() {
        selector.wakeup();
    }

    /** Ends every call with {@code cause} and closes. May be called twice. */
    void fail(IOException cause) {
        output.close();
        calls.failAll(cause);
        selector.wakeup();
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        callbacks.close();
    }
}
