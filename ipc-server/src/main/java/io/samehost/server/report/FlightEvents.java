package io.samehost.server.report;

import io.samehost.server.listener.EndedCall;
import io.samehost.server.listener.EndedConnection;
import io.samehost.server.listener.RefusedConnection;
import io.samehost.transport.system.FlightRecording;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Events of the JDK's Flight Recorder. Their classes are loaded only while it is at work. */
final class FlightEvents {
    private FlightEvents() {}

    /** The event of a call that begins; empty if nothing is recorded. */
    static Optional<Call> begin() {
        return FlightRecording.isOn() ? Optional.of(new Call()) : Optional.empty();
    }

    static void ended(EndedConnection connection) {
        if (FlightRecording.isOn()) {
            ConnectionEvent event = new ConnectionEvent();
            event.address = connection.address().toString();
            event.setPeer(connection.peer());
            event.receivedBytes = connection.receivedBytes();
            event.sentBytes = connection.sentBytes();
            event.lifetime = TimeUnit.NANOSECONDS.convert(connection.duration());
            event.commit();
        }
    }

    static void refused(RefusedConnection connection) {
        if (FlightRecording.isOn()) {
            RefusedConnectionEvent event = new RefusedConnectionEvent();
            event.address = connection.address().toString();
            event.setPeer(connection.peer());
            event.commit();
        }
    }

    /** A call that is recorded. */
    static final class Call {
        private final CallEvent event = new CallEvent();

        private Call() {
            event.begin();
        }

        void ended(EndedCall call) {
            event.end();
            if (event.shouldCommit()) {
                event.service = call.request().service();
                event.method = call.request().method();
                event.stream = call.stream();
                event.status = call.status().code().name();
                event.message = call.status().message();
                event.receivedBytes = call.receivedBytes();
                event.sentBytes = call.sentBytes();
                event.setPeer(call.request().peer());
                event.commit();
            }
        }
    }
}
