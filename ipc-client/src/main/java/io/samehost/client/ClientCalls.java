package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.client.call.CallDeadline;
import io.samehost.client.call.PendingCall;
import io.samehost.client.call.SyncCall;
import io.samehost.client.connection.ClientConnection;
import io.samehost.client.connection.GivenConnection;
import io.samehost.client.report.RecordedCall;
import io.samehost.protocol.RequestKind;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Calls over the shared connection, and streams each over one of its own: the end of the interceptors' chain. */
final class ClientCalls implements ClientInterceptor.Calls {
    /** A connection may be lost between finding it good and using it; more than once is no accident. */
    private static final int MAX_CONNECTIONS_PER_CALL = 3;

    private final Address address;
    private final ClientConfig config;
    private final SharedConnection shared;
    private final Set<ClientStream> streams = ConcurrentHashMap.newKeySet();

    ClientCalls(Address address, ClientConfig config, BooleanSupplier mayComeUp, Optional<Client.Dialer> dialer) {
        this(address, config, new SharedConnection(address, config, mayComeUp, dialer));
    }

    /** Calls over one connection only, or one stream. */
    ClientCalls(Address address, GivenConnection given, ClientConfig config) {
        this(address, config, new SharedConnection(address, given, config));
    }

    private ClientCalls(Address address, ClientConfig config, SharedConnection shared) {
        this.address = address;
        this.config = config;
        this.shared = shared;
    }

    @Override
    public byte[] call(Invocation invocation) throws IOException, CallException {
        return answerTo(invocation, false).bytes();
    }

    /** The answer itself, with its payload lent or in an array of its own. */
    Response answerTo(Invocation invocation, boolean lent) throws IOException, CallException {
        Optional<RecordedCall> event = begin(invocation, false);
        return event.isPresent() ? recorded(event.get(), invocation, lent) : answer(invocation, lent);
    }

    private Response recorded(RecordedCall event, Invocation invocation, boolean lent)
            throws IOException, CallException {
        try {
            Response answer = answer(invocation, lent);
            event.ended(Status.OK, invocation.payload().length, answer.sizeBytes());
            return answer;
        } catch (IOException | CallException e) {
            event.ended(CallException.statusOf(e), invocation.payload().length, 0);
            throw e;
        }
    }

    private static Optional<RecordedCall> begin(Invocation invocation, boolean stream) {
        return RecordedCall.begin(invocation.service(), invocation.method(), stream);
    }

    /** A call that the server has certainly not begun begins again on another connection. */
    private Response answer(Invocation invocation, boolean lent) throws IOException, CallException {
        SyncCall call = new SyncCall(timeoutNanos(invocation.options()), lent);
        ClientConnection connection = begin(call, invocation);
        for (int connections = 1; ; connections++) {
            Exception failure;
            try {
                return CallException.orAnswer(connection.await(call));
            } catch (CallException e) {
                if (!mayBeginAgain(e.isNotProcessed(), connections)) {
                    throw e;
                }
                failure = e;
            } catch (IOException e) {
                boolean notProcessed = connection.neverProcessed(call);
                failure = notProcessed ? ConnectionClosedException.notProcessed(e) : e;
                if (!mayBeginAgain(notProcessed, connections)) {
                    throw ConnectionClosedException.because((IOException) failure);
                }
            }
            call = call.again();
            connection = beginAgain(call, invocation, failure);
        }
    }

    /** Another attempt is none's business but the caller's, while attempts to connect fail. */
    private boolean mayBeginAgain(boolean notProcessed, int connections) {
        return notProcessed && connections < MAX_CONNECTIONS_PER_CALL && !shared.isFailing();
    }

    /** If there is no other connection to be had, {@code failure} is the end of the call. */
    private ClientConnection beginAgain(PendingCall call, Invocation invocation, Exception failure)
            throws IOException, CallException {
        try {
            return begin(call, invocation);
        } catch (IOException | CallException e) {
            failure.addSuppressed(e);
            if (failure instanceof CallException notProcessed) {
                throw notProcessed;
            }
            throw (IOException) failure;
        }
    }

    /** Begins again like {@link #call}; on the thread of the callbacks, if that finds out. */
    @Override
    public CompletableFuture<byte[]> callAsync(Invocation invocation) {
        return callAsync(invocation, Response::bytes);
    }

    /** {@link #callAsync} for what {@code reading} makes of the answer, on the thread of the callbacks. */
    <T> CompletableFuture<T> callAsync(Invocation invocation, FutureCall.Reading<T> reading) {
        Optional<RecordedCall> event = begin(invocation, false);
        return event.isEmpty() ? future(invocation, reading) : recorded(event.get(), invocation, reading);
    }

    private <T> CompletableFuture<T> recorded(
            RecordedCall event, Invocation invocation, FutureCall.Reading<T> reading) {
        AtomicInteger answerBytes = new AtomicInteger();
        CompletableFuture<T> future = future(invocation, answer -> {
            answerBytes.set(answer.sizeBytes());
            return reading.of(answer);
        });
        var unused = future.whenComplete((value, failure) -> event.ended(
                failure == null ? Status.OK : CallException.statusOf(failure),
                invocation.payload().length,
                failure == null ? answerBytes.get() : 0));
        return future;
    }

    private <T> CompletableFuture<T> future(Invocation invocation, FutureCall.Reading<T> reading) {
        FutureCall<T> call = new FutureCall<>(
                timeoutNanos(invocation.options()),
                reading,
                (again, failure, attempts) -> mayBeginAgain(true, attempts) && hasBegun(again, invocation, failure));
        try {
            var unused = begin(call, invocation);
            call.begun();
        } catch (CallException | IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return call.future();
    }

    private boolean hasBegun(FutureCall<?> call, Invocation invocation, Exception failure) {
        try {
            var unused = begin(call, invocation);
            call.begun();
            return true;
        } catch (CallException | IOException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private long timeoutNanos(CallOptions options) {
        return TimeUnit.NANOSECONDS.convert(options.timeout().orElse(config.callTimeout()));
    }

    /** On a connection that is there the call has only just begun, which spares its path looks at the clock. */
    private ClientConnection begin(PendingCall call, Invocation invocation) throws IOException, CallException {
        ClientConnection connection = shared.usable(call.begunNanos());
        if (connection != null && SharedConnection.begin(connection, call, request(invocation, call.timeoutNanos()))) {
            return connection;
        }
        for (int attempt = 0; attempt < MAX_CONNECTIONS_PER_CALL; attempt++) {
            connection = shared.get(remainingNanos(call));
            if (SharedConnection.begin(connection, call, request(invocation, call.remainingOnTheWire()))) {
                return connection;
            }
        }
        throw new ConnectionClosedException("server closes every connection at once: address=" + address, null);
    }

    private Request request(Invocation invocation, long timeoutNanos) {
        return new Request(
                invocation.service(),
                invocation.method(),
                invocation.payload(),
                timeoutNanos,
                invocation.options().metadata().withDefaults(config.metadata()));
    }

    @Override
    public ClientStream serverStream(Invocation invocation) throws IOException, CallException {
        return open(RequestKind.REMOTE_CLOSED, invocation);
    }

    @Override
    public ClientStream stream(Invocation invocation) throws IOException, CallException {
        return open(RequestKind.REMOTE_OPEN, invocation);
    }

    private ClientStream open(RequestKind kind, Invocation invocation) throws IOException, CallException {
        Optional<RecordedCall> event = begin(invocation, true);
        try {
            return open(kind, invocation, event);
        } catch (IOException | CallException e) {
            event.ifPresent(call -> call.ended(CallException.statusOf(e), 0, 0));
            throw e;
        }
    }

    private ClientStream open(RequestKind kind, Invocation invocation, Optional<RecordedCall> event)
            throws IOException, CallException {
        CallDeadline deadline = new CallDeadline(
                TimeUnit.NANOSECONDS.convert(invocation.options().timeout().orElse(Duration.ZERO)));
        SocketChannel channel = shared.connect(remainingNanos(deadline));
        Request request = request(invocation, deadline.remainingOnTheWire());
        ClientStream stream = ClientStream.open(channel, kind, request, deadline, closed -> {
            streams.remove(closed);
            event.ifPresent(closed::tell);
        });
        streams.add(stream);
        if (shared.isClosed()) {
            stream.close();
        }
        return stream;
    }

    private static long remainingNanos(CallDeadline deadline) throws CallException {
        long remaining = deadline.remainingNanos();
        if (remaining <= 0) {
            throw new CallException(StatusCode.DEADLINE_EXCEEDED, "deadline passed before the call was sent");
        }
        return remaining;
    }

    /** Makes the shared connection if there is none, so that a missing server is noticed before the first call. */
    void connectNow() throws IOException {
        var unused = shared.get(Long.MAX_VALUE);
    }

    Optional<PeerCredentials> server() {
        return shared.server();
    }

    int callsInFlight() {
        return shared.callsInFlight();
    }

    /** Ends every call and stream that is under way. May be called twice. */
    void close() {
        shared.close();
        for (ClientStream stream : streams) {
            try {
                stream.close();
            } catch (IOException e) {
                // Closed all the same, and there is nothing that a caller could do.
            }
        }
    }
}
