package io.samehost.client.connection;

import io.samehost.client.call.AsyncCall;
import io.samehost.client.call.PendingCall;
import io.samehost.client.call.PendingCalls;
import io.samehost.client.call.SyncCall;
import io.samehost.transport.output.OutputQueue;
import io.samehost.wire.OversizeException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection with many calls on it, without a thread of its own for those who wait. One thread at a time is the
 * leader: it polls the socket, reads for everybody, and writes what the socket did not take at once. A caller that finds
 * no leader leads until its own answer is there and then wakes another one that waits; so a lone caller writes its
 * request and reads its reply itself, with no hand-off between threads. While there are asynchronous calls, the {@link
 * Callbacks} thread leads.
 */
public final class ClientConnection implements AsyncCall.Owner {
    public static final String CLIENT_CLOSED = "client was closed";

    private static final String SERVER_CLOSES = "server is shutting down";

    private final SharedSocket socket;
    private final OutputQueue output;
    private final PendingCalls calls;
    private final Callbacks callbacks;
    private final SharedWrites writes;
    private final Leader leader;
    private final Activity activity;
    private final Answers answers;

    /** The failure of a write; until it is set, the connection may be good. */
    private volatile IOException writeFailure;

    /** Takes the channel over; if this fails, the channel is still the caller's. */
    public ClientConnection(SocketChannel channel, String name, Duration spin) throws IOException {
        this.activity = new Activity(spin);
        this.socket = new SharedSocket(channel);
        this.output = socket.output();
        this.calls = new PendingCalls(output);
        this.leader = new Leader(calls);
        this.writes = new SharedWrites(calls);
        this.callbacks = new Callbacks(this, name);
        this.answers = new Answers(socket, calls, writes, activity);
    }

    /**
     * Sends the request of a call, or as much of it as the socket takes now, or leaves that to the thread that calls next.
     * A caller that begins a {@link SyncCall} has to {@link #await} it.
     *
     * @return false if this connection is of no use any more; nothing was sent then
     * @throws OversizeException if the request does not fit a frame; nothing was sent
     */
    public boolean begin(PendingCall call, Request request) throws OversizeException {
        activity.sending(call.begunNanos());
        return call instanceof AsyncCall async ? beginAsync(async, request) : beginSync(call, request);
    }

    private boolean beginSync(PendingCall call, Request request) throws OversizeException {
        boolean begun = calls.begin(call, request);
        if (begun && !writes.mayBeLeftToNext()) {
            flush();
        }
        return begun;
    }

    private boolean beginAsync(AsyncCall call, Request request) throws OversizeException {
        call.owner(this);
        if (!calls.begin(call, request)) {
            return false;
        }
        if (!callbacks.willFlush() || output.hasBatch()) {
            flush();
        }
        callbacks.wake();
        if (call.exists() && calls.earliestNanos() == call.endNanos()) {
            wakeLeader(); // it may be about to wait for longer than until then
        }
        return true;
    }

    /** Waits for a call that the calling thread has begun, and reads for all others meanwhile if nobody else does. */
    public Response await(SyncCall call) throws IOException {
        try {
            writes.letOthersGoOn();
            if (!call.isDone() && !output.isEmpty()) {
                flush(); // a caller that really has to wait does not leave it to others
            }
            while (!call.isDone()) {
                awaitOnce(call, System.nanoTime());
            }
        } finally {
            resign();
        }
        return call.response();
    }

    private void awaitOnce(SyncCall call, long nowNanos) {
        long remainingNanos = call.remainingNanos(nowNanos);
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

    @Override
    public void cancel(PendingCall call) {
        giveUp(call, StatusCode.CANCELLED, "call was cancelled");
    }

    /**
     * True if the server certainly has not begun a call that was lost with this connection: it may be begun again. Either no
     * byte of it was taken, or the server closed without having read the only request that there ever was.
     */
    @Override
    public boolean neverProcessed(PendingCall call) {
        return socket.neverTook(call.position()) || (socket.closedWithBytesUnread() && calls.isLone(call));
    }

    /** Makes the calling thread the leader. False if another thread leads. */
    boolean lead() {
        return leader.become();
    }

    /** Gives the lead to another thread that waits. */
    void resign() {
        leader.resign(callbacks);
    }

    /** The leader's: waits until the socket is ready or the time is over, then writes and reads what there is. */
    void poll(long nowNanos, long timeoutNanos) {
        try {
            boolean ready = activity.isSpinning(nowNanos) ? socket.look() : socket.await(timeoutNanos);
            if (!output.isEmpty()) {
                flush();
            }
            if (writeFailure != null) {
                readRest(writeFailure);
                return;
            }
            // Not on every wake-up: an interrupt in the middle of a read would make junixsocket close the channel.
            if (ready) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        } catch (CancelledKeyException e) {
            fail(new IOException(CLIENT_CLOSED, e));
        } catch (RuntimeException | Error e) { // such as no memory: nobody could tell any more what was read
            fail(new IOException("connection failed: cause=" + e, e));
            answers.complete();
            throw e;
        }
    }

    /** Returns false if there was nothing to read. */
    private boolean read() throws IOException {
        boolean some = answers.read();
        if (some && calls.isUsedUp() && calls.size() == 0) {
            fail(new IOException(SERVER_CLOSES)); // at once: the server waits for it
        }
        return some;
    }

    /** Writes what the socket takes; the leader sees to the rest. */
    void flush() {
        writes.begin();
        try {
            if (socket.flush() == OutputQueue.Outcome.LEFT && !leader.isCurrentThread()) {
                socket.wakeUp();
            }
        } catch (IOException e) {
            writeFailed(e);
        } catch (RuntimeException | Error e) { // such as no memory: others rely on what was left to this write
            fail(new IOException("connection failed: cause=" + e, e));
            throw e;
        }
    }

    /** A server that has closed may have said something before: answers, and which calls it has not begun. */
    private void writeFailed(IOException cause) {
        socket.stopWriting();
        calls.useUp();
        writeFailure = cause;
        boolean led = leader.isCurrentThread();
        if (!lead()) {
            socket.wakeUp();
            return;
        }
        readRest(cause);
        if (!led) {
            resign();
        }
    }

    /** The leader's. */
    private void readRest(IOException cause) {
        try {
            while (read()) {
                // until its end
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        fail(cause);
    }

    /** True if calls can begin. Looks at the socket when nothing was heard for {@code quietNanos}. */
    public boolean isUsable(long nowNanos, long quietNanos) {
        if (calls.size() == 0 && activity.isQuiet(nowNanos, quietNanos) && lead()) {
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

    /** Bytes of requests that the server has not read yet. */
    public long queuedBytes() {
        return output.queuedBytes();
    }

    /** Calls that have begun and not ended. */
    public int callsInFlight() {
        return calls.size();
    }

    @Override
    public void ended(AsyncCall call) {
        callbacks.add(call);
    }

    PendingCalls calls() {
        return calls;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Interrupts the leader's wait, whoever it is. */
    void wakeLeader() {
        socket.wakeUp();
    }

    /** Ends every call with {@code cause} and closes. May be called twice. */
    public void fail(IOException cause) {
        socket.stopWriting();
        calls.failAll(cause);
        socket.close(cause, leader.end());
        callbacks.close();
    }
}
