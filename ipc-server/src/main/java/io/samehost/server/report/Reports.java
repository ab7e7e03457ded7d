package io.samehost.server.report;

import io.samehost.address.Address;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.lasting.LastingLog;
import io.samehost.server.listener.EndedCall;
import io.samehost.server.listener.EndedConnection;
import io.samehost.server.listener.OpenedConnection;
import io.samehost.server.listener.RefusedConnection;
import io.samehost.server.listener.ServerListener;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.system.FlightRecording;
import io.samehost.wire.Status;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Those who are told what a server does. Thread-safe. Throws nothing, whatever a listener does, and also when there is no
 * memory: a report is lost then, and a call is not.
 */
public final class Reports {
    /** Nobody but the Flight Recorder. */
    public static final Reports NONE = new Reports(List.of());

    private static final LastingLog LOG = new LastingLog(Reports.class);

    private final List<ServerListener> listeners;

    public Reports(List<ServerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Asked for each call. Where nobody wants to know, this is all that it costs. */
    public boolean areWanted() {
        return !listeners.isEmpty() || FlightRecording.isOn();
    }

    /** A handler begins. Empty if nobody wants to know. */
    public Optional<CallReport> begin(ServerRequest request, boolean stream) {
        try {
            return areWanted() ? Optional.of(new CallReport(this, request, stream)) : Optional.empty();
        } catch (Throwable t) { // for want of memory
            return Optional.empty();
        }
    }

    /** A call ends before a handler began. {@code known} is false if there is no such method. */
    public void refused(ServerRequest request, boolean known, boolean stream, Status status) {
        try {
            if (areWanted()) {
                long bytes = request.payloadBytes();
                ended(new EndedCall(request, known, stream, status, bytes, 0, Duration.ZERO), FlightEvents.begin());
            }
        } catch (Throwable t) {
            lost(t);
        }
    }

    void ended(EndedCall call, Optional<FlightEvents.Call> recorded) {
        tell(listener -> listener.callEnded(call));
        recorded.ifPresent(event -> event.ended(call));
    }

    public void opened(long id, Address address, Optional<PeerCredentials> peer) {
        try {
            if (areWanted()) {
                OpenedConnection connection = new OpenedConnection(id, address, peer);
                tell(listener -> listener.connectionOpened(connection));
            }
        } catch (Throwable t) {
            lost(t);
        }
    }

    /** Asks {@code ending} of {@code connection} only if somebody wants to know. */
    public <C> void ended(C connection, Function<C, EndedConnection> ending) {
        try {
            if (areWanted()) {
                EndedConnection ended = ending.apply(connection);
                tell(listener -> listener.connectionEnded(ended));
                FlightEvents.ended(ended);
            }
        } catch (Throwable t) {
            lost(t);
        }
    }

    public void refused(Address address, Optional<PeerCredentials> peer) {
        try {
            if (areWanted()) {
                RefusedConnection connection = new RefusedConnection(address, peer);
                tell(listener -> listener.connectionRefused(connection));
                FlightEvents.refused(connection);
            }
        } catch (Throwable t) {
            lost(t);
        }
    }

    /** For want of memory: a report that is lost harms nobody. */
    private static void lost(Throwable cause) {
        LOG.log(Level.DEBUG, "report was lost", cause);
    }

    private void tell(Consumer<ServerListener> event) {
        for (ServerListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable t) {
                LOG.log(
                        Level.WARNING,
                        "listener failed: listener=" + listener.getClass().getName(),
                        t);
            }
        }
    }
}
