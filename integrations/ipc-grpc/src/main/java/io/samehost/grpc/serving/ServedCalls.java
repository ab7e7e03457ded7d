package io.samehost.grpc.serving;

import io.samehost.server.rpc.Failures;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What all calls of one {@code GrpcServices} share. Thread-safe. */
public final class ServedCalls {
    private final Places places;
    private final Failures failures;
    private final Set<ServedCall> running = ConcurrentHashMap.newKeySet();
    private volatile boolean serverClosing;

    public ServedCalls(Places places, Failures failures) {
        this.places = places;
        this.failures = failures;
    }

    Places places() {
        return places;
    }

    Failures failures() {
        return failures;
    }

    void begun(ServedCall call) {
        running.add(call);
        if (serverClosing) { // perhaps nobody has told this one
            call.serverCloses();
        }
    }

    void ended(ServedCall call) {
        running.remove(call);
    }

    /** Tells all handlers, also those of calls that come later. */
    public void serverCloses() {
        serverClosing = true;
        running.forEach(ServedCall::serverCloses);
    }
}
