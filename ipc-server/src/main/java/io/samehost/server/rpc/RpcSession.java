package io.samehost.server.rpc;

import io.samehost.protocol.RequestKind;
import io.samehost.protocol.ServerEvent;
import io.samehost.protocol.ServerEvent.MessageReceived;
import io.samehost.protocol.ServerEvent.NeedData;
import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.protocol.ServerEvent.RemoteClosed;
import io.samehost.protocol.ServerEvent.RequestReceived;
import io.samehost.server.session.Connection;
import io.samehost.server.session.Memory;
import io.samehost.server.turn.CheckReturnValue;
import io.samehost.server.turn.Delivery;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import io.samehost.server.turn.TurnSession;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * ttrpc on one connection: turns input into calls, and what handlers give into output. An inline handler runs on the
 * thread that reads, and the answers to one batch of input leave in few writes; other handlers run on threads of their
 * own and send their answers themselves. One that has been quick so far is run on the reading thread like an inline one;
 * if it is not quick this time, another thread reads on.
 */
public final class RpcSession implements TurnSession {
    /** A peer that does not read its answers is not read from any further. */
    static final int MAX_QUEUED_BYTES = 1 << 20;

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final int maxInFlight;
    private final CallTable calls;
    private final CallRunner runner;
    private final Backpressure backpressure;

    /** Left to the next reader when a handler keeps this one. */
    private final Runnable endBatch = this::endBatch;

    public RpcSession(Connection connection, Dispatcher dispatcher, int maxInFlight) {
        this.connection = connection;
        this.dispatcher = dispatcher;
        this.maxInFlight = maxInFlight;
        this.calls = new CallTable(connection.output(), connection.memory());
        this.runner = new CallRunner(connection, dispatcher, calls);
        this.backpressure = new Backpressure(calls, runner);
    }

    @Override
    public boolean isReady() {
        return calls.size() - calls.streams() < maxInFlight
                && connection.output().queuedBytes() < MAX_QUEUED_BYTES
                && backpressure.mayRead()
                && hasMemory();
    }

    /** A message goes on to be read into memory that is counted already, whoever else waits for some. */
    private boolean hasMemory() {
        Memory memory = connection.memory();
        return memory.hasRoom() || (!memory.isWanting() && calls.isInsideFrame());
    }

    @Override
    public int heldBytes() {
        return calls.heldBytes();
    }

    @Override
    public boolean isInsideMessage() {
        return calls.isInsideFrame();
    }

    /** A client that has gone waits for no answer. */
    @Override
    public boolean endsWithPeer() {
        return true;
    }

    @Override
    public long messagesReceived() {
        return calls.received();
    }

    @Override
    public int callsInFlight() {
        return calls.size();
    }

    @Override
    public Delivery received(ByteBuffer in, ReadingTurn turn) throws IOException {
        Delivery delivery = Delivery.ALL_TAKEN;
        try {
            ServerEvent event = calls.next(in);
            while (delivery == Delivery.ALL_TAKEN && !(event instanceof NeedData)) {
                Turn after = Turn.KEPT;
                if (event instanceof RequestReceived received) {
                    after = begin(received, turn);
                } else {
                    goOn(event);
                }
                if (after == Turn.LOST) {
                    delivery = Delivery.TURN_LOST;
                } else if (mayGoOn()) {
                    event = calls.next(in);
                } else {
                    delivery = Delivery.PAUSED;
                }
            }
        } finally {
            if (delivery != Delivery.TURN_LOST) {
                endBatch();
            }
        }
        return delivery;
    }

    private boolean mayGoOn() {
        if (connection.output().hasBatch()) {
            backpressure.tell(); // with a thread for each connection, a slow peer keeps this one in the write
            connection.flush();
        }
        return isReady();
    }

    private void endBatch() {
        backpressure.tell();
        connection.flush();
        if (calls.endOfBatch()) {
            connection.finish();
        }
    }

    /** Takes what comes for a call that has begun. */
    private void goOn(ServerEvent event) {
        if (event instanceof MessageReceived received) {
            calls.find(received.streamId())
                    .filter(ActiveCall::takesMessages)
                    .ifPresent(call -> backpressure.add(call, received.message()));
        } else if (event instanceof RemoteClosed closed) {
            calls.find(closed.streamId()).ifPresent(call -> call.inbox().end());
        } else if (event instanceof Refused refused) {
            calls.refuse(refused);
        }
    }

    @CheckReturnValue
    private Turn begin(RequestReceived received, ReadingTurn turn) {
        backpressure.tell(); // what begins may take its time on this thread
        Optional<Services.Served> method = dispatcher.find(received.request());
        if (received.request().timeoutNanos() < 0) {
            Status status = Status.of(StatusCode.DEADLINE_EXCEEDED, "deadline had passed when the call was sent");
            refuse(received, status);
        } else if (method.isEmpty()) {
            refuse(received, dispatcher.unimplemented(received.request()));
        } else if (method.get() instanceof Services.Unary unary) {
            return beginUnary(received, unary, turn);
        } else if (method.get() instanceof Services.Streaming streaming) {
            beginStream(received, streaming);
        }
        return Turn.KEPT;
    }

    /** However the client opens it: to a client that opens a stream, the answer is the end of it. */
    @CheckReturnValue
    private Turn beginUnary(RequestReceived received, Services.Unary unary, ReadingTurn turn) {
        IncomingRequest request = unary.handler() instanceof BufferHandler buffers && buffers.readsBuffers()
                ? new IncomingRequest(calls.lent(received), connection.peer())
                : incoming(received);
        if (unary.inline()) {
            runInline(received, unary, request);
            return Turn.KEPT;
        }
        ActiveCall call = new ActiveCall(received.streamId(), request, false);
        if (unary.pace().isQuick()) {
            return tryHere(call, unary, turn);
        }
        runner.start(call, false, () -> answer(call, run(call, unary)));
        return Turn.KEPT;
    }

    private void runInline(RequestReceived received, Services.Unary unary, IncomingRequest request) {
        if (calls.isDraining() && !unary.whileDraining()) {
            calls.answer(received.streamId(), dispatcher.refused(request, false, Dispatcher.SHUTTING_DOWN));
            return;
        }
        calls.answer(received.streamId(), dispatcher.run(unary.handler(), request));
        request.giveBack();
        Thread.interrupted(); // left by the handler, it would close the channel that this thread uses next
    }

    /** On the reading thread, which is the reading thread no more if this takes too long; then nothing is thrown. */
    @CheckReturnValue
    private Turn tryHere(ActiveCall call, Services.Unary unary, ReadingTurn turn) {
        if (!runner.enter(call, false)) {
            return Turn.KEPT;
        }
        turn.enterHandler(unary.pace(), endBatch);
        Response response = run(call, unary);
        if (turn.leaveHandler() == Turn.LOST) {
            runner.runAndSend(() -> answer(call, response));
            return Turn.LOST;
        }
        answer(call, response);
        return Turn.KEPT;
    }

    private void answer(ActiveCall call, Response response) {
        calls.answer(call, response);
        call.request().giveBack();
    }

    /** Throws nothing, whatever the handler does. */
    private Response run(ActiveCall call, Services.Unary unary) {
        long begunNanos = System.nanoTime();
        call.interruptible();
        try {
            return dispatcher.run(unary.handler(), call.request());
        } finally {
            call.uninterruptible();
            unary.pace().ran(System.nanoTime() - begunNanos);
        }
    }

    private void beginStream(RequestReceived received, Services.Streaming streaming) {
        boolean takesMessages =
                received.kind() == RequestKind.REMOTE_OPEN && streaming.kind().takesMessages();
        if (received.kind() == RequestKind.UNARY && streaming.kind().takesMessages()) {
            refuse(received, Status.of(StatusCode.INVALID_ARGUMENT, "method takes a stream, open it as one"));
        } else if (takesMessages && calls.streams() >= maxInFlight) {
            // Waiting, as unary calls do, would be for ever: the streams that are open need input to end.
            String limit = "too many open streams: limit=" + maxInFlight;
            refuse(received, Status.of(StatusCode.RESOURCE_EXHAUSTED, limit));
        } else {
            ActiveCall call = new ActiveCall(received.streamId(), incoming(received), takesMessages);
            CallStream stream = new CallStream(runner, calls, backpressure, call, streaming.kind());
            runner.start(call, true, () -> stream.serve(dispatcher, streaming.handler()));
        }
    }

    private void refuse(RequestReceived received, Status status) {
        boolean stream = received.kind() != RequestKind.UNARY;
        calls.answer(received.streamId(), dispatcher.refused(incoming(received), stream, status));
    }

    private IncomingRequest incoming(RequestReceived received) {
        return new IncomingRequest(received.request().own(), connection.peer());
    }

    /**
     * A client that closes its side gets the answers that are ready, and the handlers at work are cancelled: the server
     * cannot see whether the client still reads, and mostly it has gone. Go's server does the same.
     */
    @Override
    public void inputEnded() {
        closed();
        connection.finish();
    }

    @Override
    public void drain() {
        calls.drain().forEach(ActiveCall::serverCloses);
        runner.sendLater();
    }

    @Override
    public void closed() {
        calls.removeAll().forEach(ActiveCall::cancel);
    }
}
