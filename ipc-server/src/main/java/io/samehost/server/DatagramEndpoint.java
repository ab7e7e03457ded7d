package io.samehost.server;

import io.samehost.address.UdpAddress;
import io.samehost.protocol.ProtocolException;
import io.samehost.protocol.RequestKind;
import io.samehost.protocol.ServerEvent;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.protocol.ServerProtocol;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.PeerCredentials;
import io.samehost.transport.PeerPolicy;
import io.samehost.wire.Response;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Unary calls by datagrams: one thread for each address receives, and each datagram is a frame, a call and a
 * conversation of its own. Inline handlers run on the receiving thread, others on threads of their own. With too many
 * calls at work nothing is received until one ends: AF_UNIX then holds the senders back, UDP loses what comes.
 *
 * <p>Who sent a UDP datagram is looked up after it was received, once for all that wait at the time: the kernel walks its
 * whole table for a look, which takes longer than to receive a hundred. What was found is kept for nothing that comes
 * later: the sender may have closed its socket and another user bound the same port, and only another look would tell.
 * An AF_UNIX datagram does not say who sent it; there the mode of the socket file decides alone.
 */
final class DatagramEndpoint implements Runnable {
    private static final LastingLog LOG = new LastingLog(DatagramEndpoint.class);

    /** More than any datagram: with the usual send buffer AF_UNIX carries 212,960 bytes. */
    private static final int BUFFER_BYTES = 1 << 20;

    /** For one look at who sent them: a look then costs little beside the rest, and memory stays small. */
    private static final int LARGEST_BATCH = 4096;

    private static final int LARGEST_BATCH_BYTES = 4 << 20;

    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WARNING_SPACING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Received(byte[] bytes, SocketAddress from) {}

    private final DatagramPort port;
    private final boolean looksUpSenders;
    private final Dispatcher dispatcher;
    private final PeerPolicy policy;
    private final int maxInFlight;
    private final Semaphore room;
    private final DatagramReplies replies;
    private final Set<ActiveCall> calls = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopping;

    /** Receiving thread. */
    private long warnedNanos = System.nanoTime() - WARNING_SPACING_NANOS;

    DatagramEndpoint(DatagramPort port, Dispatcher dispatcher, PeerPolicy policy, int maxInFlight) {
        this.port = port;
        this.dispatcher = dispatcher;
        this.policy = policy;
        this.looksUpSenders = port.address() instanceof UdpAddress && !policy.permits(Optional.empty());
        this.maxInFlight = maxInFlight;
        this.room = new Semaphore(maxInFlight);
        this.replies = new DatagramReplies(port);
        this.thread = new Thread(this, "samehost-datagrams-" + port.address());
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (!stopping) {
            try {
                port.await(LONG_NANOS);
                while (!stopping && receive(in.clear())) {
                    // one after the other
                }
            } catch (ClosedChannelException | ClosedSelectorException | InterruptedException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "receive failed, trying again: address=" + port.address() + " cause=" + e);
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "datagram dropped by a bug of ours: address=" + port.address(), e);
            }
        }
    }

    /** False if there is nothing to receive. */
    private boolean receive(ByteBuffer in) throws IOException, InterruptedException {
        if (looksUpSenders) {
            return receiveBatch(in);
        }
        Optional<SocketAddress> from = port.receive(in);
        if (from.isPresent()) {
            handle(in.flip(), from.get(), Optional.empty());
            return true;
        }
        return in.position() > 0; // its sender has no address to be answered at: dropped
    }

    private boolean receiveBatch(ByteBuffer in) throws IOException, InterruptedException {
        List<Received> batch = new ArrayList<>();
        int batchBytes = 0;
        while (batch.size() < LARGEST_BATCH && batchBytes < LARGEST_BATCH_BYTES) {
            Optional<SocketAddress> from = port.receive(in.clear());
            if (from.isEmpty()) {
                break;
            }
            byte[] bytes = new byte[in.flip().remaining()];
            in.get(bytes);
            batch.add(new Received(bytes, from.get()));
            batchBytes += bytes.length;
        }
        handleBatch(batch);
        return !batch.isEmpty();
    }

    private void handleBatch(List<Received> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        Map<SocketAddress, PeerCredentials> senders =
                Datagrams.senders(batch.stream().map(Received::from).collect(Collectors.toSet()));
        for (Received received : batch) {
            Optional<PeerCredentials> sender = Optional.ofNullable(senders.get(received.from()));
            if (policy.permits(sender)) {
                handle(ByteBuffer.wrap(received.bytes()), received.from(), sender);
            } else {
                warn(sender);
            }
        }
    }

    private void warn(Optional<PeerCredentials> peer) {
        long now = System.nanoTime();
        if (now - warnedNanos >= WARNING_SPACING_NANOS) {
            warnedNanos = now;
            String user = peer.map(PeerCredentials::user).orElse("unknown");
            LOG.log(
                    Level.WARNING,
                    "dropped a datagram: user=" + user + " address=" + port.address()
                            + ", allow it with --allow-user; an unknown user has closed its socket already");
        }
    }

    private void handle(ByteBuffer in, SocketAddress from, Optional<PeerCredentials> peer) throws InterruptedException {
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
                refuse(received, from, "more than one frame in a datagram: bytesBehind=" + in.remaining());
            } else {
                begin(received, from, peer);
            }
        }
    }

    private void begin(RequestReceived received, SocketAddress from, Optional<PeerCredentials> peer)
            throws InterruptedException {
        var method = dispatcher.find(received.request());
        if (method.isEmpty()) {
            answer(received.streamId(), Response.failed(dispatcher.unimplemented(received.request())), from);
        } else if (received.kind() != RequestKind.UNARY || !(method.get() instanceof Services.Unary)) {
            refuse(received, from, "datagrams carry unary calls only, call streams over a unix: or tcp: address");
        } else if (method.get() instanceof Services.Unary unary) {
            ServerRequest request = new ServerRequest(received.request(), peer);
            if (unary.inline()) {
                answer(received.streamId(), Dispatcher.run(unary.handler(), request), from);
            } else {
                start(new ActiveCall(received, request, false), unary.handler(), from);
            }
        }
    }

    private void start(ActiveCall call, RequestHandler handler, SocketAddress from) throws InterruptedException {
        room.acquire();
        if (call.request().hasDeadline()) {
            call.expireBy(dispatcher.schedule(call::cancel, call.request().remainingNanos()));
        }
        calls.add(call);
        boolean started = dispatcher.execute(() -> {
            try {
                run(call, handler, from);
            } finally {
                ended(call);
            }
        });
        if (!started) {
            ended(call);
        }
    }

    private void ended(ActiveCall call) {
        calls.remove(call);
        room.release();
    }

    /** On a handler's thread. Nobody waits for the answer to a cancelled call. */
    private void run(ActiveCall call, RequestHandler handler, SocketAddress from) {
        call.interruptible();
        Response response = Dispatcher.run(handler, call.request());
        call.uninterruptible();
        call.ended();
        if (!call.isCancelled()) {
            replies.sendPatiently(replies.encode(call.streamId(), response), from);
        }
    }

    private void refuse(RequestReceived received, SocketAddress from, String message) {
        answer(received.streamId(), Response.failed(Status.of(StatusCode.INVALID_ARGUMENT, message)), from);
    }

    /** On the receiving thread, which may not wait for one who does not read: a handler's thread does, if one is left. */
    private void answer(int streamId, Response response, SocketAddress to) {
        ByteBuffer datagram = replies.encode(streamId, response);
        if (!replies.send(datagram, to) && room.tryAcquire()) {
            boolean started = dispatcher.execute(() -> {
                try {
                    replies.sendPatiently(datagram, to);
                } finally {
                    room.release();
                }
            });
            if (!started) {
                room.release();
            }
        }
    }

    /** Receives no more. Calls that have begun go on. */
    void stop() {
        stopping = true;
        port.wakeUp();
        if (room.availablePermits() == 0) {
            thread.interrupt();
        }
        Joining.join(thread);
    }

    /** Waits for the calls that have begun; cancels those that take longer. */
    void awaitIdle(Duration timeout) {
        try {
            if (room.tryAcquire(maxInFlight, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                room.release(maxInFlight);
            } else {
                calls.forEach(ActiveCall::cancel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
