package io.samehost.server.datagram;

import io.samehost.protocol.RequestKind;
import io.samehost.protocol.ServerEvent;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.protocol.ServerProtocol;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.lasting.Joining;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.rpc.ActiveCall;
import io.samehost.server.rpc.Dispatcher;
import io.samehost.server.rpc.IncomingRequest;
import io.samehost.server.rpc.Services;
import io.samehost.transport.DatagramPort;
import io.samehost.wire.ProtocolException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Unary calls by datagrams: one thread for each address receives, and each datagram is a frame, a call and a
 * conversation of its own. Inline handlers run on the receiving thread, others on threads of their own. With too many
 * calls at work nothing is received until one ends: AF_UNIX then holds the senders back, UDP loses what comes.
 *
 * <p>A datagram does not say who sent it. Over AF_UNIX the mode of the socket file decides who may; over UDP nothing does,
 * since every user may choose a source address among the machine's own. So a server takes UDP only where any user may call.
 */
public final class DatagramEndpoint implements Runnable {
    private static final LastingLog LOG = new LastingLog(DatagramEndpoint.class);

    /** More than any datagram: with the usual send buffer AF_UNIX carries 212,960 bytes. */
    private static final int BUFFER_BYTES = 1 << 20;

    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DatagramPort port;
    private final Dispatcher dispatcher;
    private final int maxInFlight;
    private final Semaphore room;
    private final DatagramReplies replies;
    private final Set<ActiveCall> calls = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private volatile boolean stopping;

    /** When something was last received, or seen to be at work. */
    private volatile long lastActiveNanos = System.nanoTime();

    public DatagramEndpoint(DatagramPort port, Dispatcher dispatcher, int maxInFlight) {
        this.port = port;
        this.dispatcher = dispatcher;
        this.maxInFlight = maxInFlight;
        this.room = new Semaphore(maxInFlight);
        this.replies = new DatagramReplies(port);
        this.thread = new Thread(this, "samehost-datagrams-" + port.address());
    }

    public void start() {
        thread.start();
    }

    /** Serves the next datagram whatever happened to the last: without this thread the address would be mute. */
    @Override
    public void run() {
        while (!stopping) {
            try {
                port.await(LONG_NANOS);
                while (!stopping && receive(in.clear())) {
                    // one after the other
                }
            } catch (ClosedChannelException | ClosedSelectorException e) {
                if (!stopping) {
                    LOG.log(Level.ERROR, "socket was closed, nobody serves it any more: address=", port.address(), e);
                }
                return;
            } catch (InterruptedException e) {
                // if it is not to stop, the datagram that waited for room is lost, and the next one is served
            } catch (IOException e) {
                LOG.log(Level.WARNING, "receive failed, trying again: address=", port.address(), e);
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            } catch (Throwable t) { // a bug of ours, or for want of memory
                LOG.log(Level.ERROR, "datagram dropped: address=", port.address(), t);
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            }
        }
    }

    /** False if there is nothing to receive. */
    private boolean receive(ByteBuffer in) throws IOException, InterruptedException {
        Optional<SocketAddress> from = port.receive(in);
        if (from.isPresent()) {
            handle(in.flip(), from.get());
            return true;
        }
        return in.position() > 0; // its sender has no address to be answered at: dropped
    }

    private void handle(ByteBuffer in, SocketAddress from) throws InterruptedException {
        lastActiveNanos = System.nanoTime();
        ServerEvent event;
        try {
            event = new ServerProtocol().receive(in);
        } catch (ProtocolException e) {
            LOG.log(Level.DEBUG, "datagram is no frame", e);
            return;
        }
        if (event instanceof Refused refused) {
            answer(refused.streamId(), Response.failed(refused.status()), from);
        } else if (event instanceof RequestReceived received) {
            if (in.hasRemaining()) {
                refuse(received, from, invalid("more than one frame in a datagram: bytesBehind=" + in.remaining()));
            } else {
                begin(received, from);
            }
        }
    }

    private void begin(RequestReceived received, SocketAddress from) throws InterruptedException {
        var method = dispatcher.find(received.request());
        if (method.isEmpty()) {
            refuse(received, from, dispatcher.unimplemented(received.request()));
        } else if (received.kind() != RequestKind.UNARY || !(method.get() instanceof Services.Unary)) {
            refuse(
                    received,
                    from,
                    invalid("datagrams carry unary calls only, call streams over a unix: or tcp: address"));
        } else if (method.get() instanceof Services.Unary unary) {
            IncomingRequest request = incoming(received);
            if (unary.inline()) {
                Response response = dispatcher.run(unary.handler(), request);
                Thread.interrupted(); // left by the handler, it would close the socket that this thread uses next
                answer(received.streamId(), response, from);
            } else {
                start(new ActiveCall(received.streamId(), request, false), unary.handler(), from);
            }
        }
    }

    private void start(ActiveCall call, RequestHandler handler, SocketAddress from) throws InterruptedException {
        room.acquire();
        Status started = Status.OK;
        boolean running = false;
        try {
            calls.add(call);
            if (call.request().hasDeadline()) {
                call.expireBy(dispatcher.schedule(call::cancel, call.request().remainingNanos()));
            }
            started = dispatcher.execute(() -> runAndLeave(call, handler, from));
            running = started.isOk();
        } finally {
            if (!running) {
                call.setOver();
                leave(call);
            }
        }
        if (!running) {
            answer(call.streamId(), dispatcher.refused(call.request(), false, started), from);
        }
    }

    private void runAndLeave(ActiveCall call, RequestHandler handler, SocketAddress from) {
        try {
            run(call, handler, from);
        } finally {
            leave(call);
        }
    }

    private void leave(ActiveCall call) {
        calls.remove(call);
        room.release();
    }

    /** On a handler's thread. Nobody waits for the answer to a cancelled call. */
    private void run(ActiveCall call, RequestHandler handler, SocketAddress from) {
        call.interruptible();
        Response response = dispatcher.run(handler, call.request());
        call.uninterruptible();
        call.setOver();
        if (!call.isCancelled()) {
            replies.sendPatiently(replies.encode(call.streamId(), response), from);
        }
    }

    private static Status invalid(String message) {
        return Status.of(StatusCode.INVALID_ARGUMENT, message);
    }

    private void refuse(RequestReceived received, SocketAddress from, Status status) {
        answer(received.streamId(), dispatcher.refused(incoming(received), false, status), from);
    }

    /** A datagram does not say who sent it. */
    private static IncomingRequest incoming(RequestReceived received) {
        return new IncomingRequest(received.request().own(), Optional.empty());
    }

    /** On the receiving thread, which may not wait for one who does not read: a handler's thread does, if one is left. */
    private void answer(int streamId, Response response, SocketAddress to) {
        ByteBuffer datagram = replies.encode(streamId, response);
        if (!replies.send(datagram, to) && room.tryAcquire()) {
            boolean running = false;
            try {
                running = dispatcher.execute(() -> sendAndLeave(datagram, to)).isOk();
            } finally {
                if (!running) {
                    room.release();
                }
            }
        }
    }

    private void sendAndLeave(ByteBuffer datagram, SocketAddress to) {
        try {
            replies.sendPatiently(datagram, to);
        } finally {
            room.release();
        }
    }

    /** Time since a datagram came or a call was seen to be at work; 0 while one is. To be asked now and then. */
    public long idleNanos(long nowNanos) {
        if (!calls.isEmpty()) {
            lastActiveNanos = nowNanos;
        }
        return Math.max(0, nowNanos - lastActiveNanos);
    }

    /** Receives no more. Calls that have begun go on. */
    public void stop() {
        stopping = true;
        calls.forEach(ActiveCall::serverCloses);
        port.wakeUp();
        if (room.availablePermits() == 0) {
            thread.interrupt();
        }
        Joining.join(thread);
    }

    /** Waits for the calls that have begun; cancels those that take longer. */
    public void awaitIdle(Duration timeout) {
        try {
            if (room.tryAcquire(maxInFlight, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS)) {
                room.release(maxInFlight);
            } else {
                calls.forEach(ActiveCall::cancel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
