package io.samehost.server.report;

import io.samehost.address.Address;
import io.samehost.server.listener.EndedCall;
import io.samehost.server.listener.EndedConnection;
import io.samehost.server.listener.RefusedConnection;
import io.samehost.transport.peer.PeerCredentials;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;

/**
 * The JDK's Flight Recorder, if it is there and at work; classes of events are loaded only then. A program of modules has it
 * if one of them requires {@code jdk.jfr}.
 */
final class FlightRecording {
    private static final boolean IS_THERE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final int UNKNOWN = -1;

    private FlightRecording() {}

    static boolean isOn() {
        return IS_THERE && FlightRecorder.isInitialized();
    }

    /** The event of a call that begins; empty if nothing is recorded. */
    static Optional<Call> begin() {
        return isOn() ? Optional.of(new Call()) : Optional.empty();
    }

    static void ended(EndedConnection connection) {
        if (isOn()) {
            ConnectionEvent event = new ConnectionEvent();
            event.address = text(connection.address());
            event.uid = uid(connection.peer());
            event.pid = pid(connection.peer());
            event.receivedBytes = connection.receivedBytes();
            event.sentBytes = connection.sentBytes();
            event.lifetime = nanos(connection.duration());
            event.commit();
        }
    }

    static void refused(RefusedConnection connection) {
        if (isOn()) {
            RefusedConnectionEvent event = new RefusedConnectionEvent();
            event.address = text(connection.address());
            event.uid = uid(connection.peer());
            event.pid = pid(connection.peer());
            event.commit();
        }
    }

    private static String text(Address address) {
        return address.toString();
    }

    private static long uid(Optional<PeerCredentials> peer) {
        return peer.isPresent() && peer.get().uid().isPresent()
                ? Integer.toUnsignedLong(peer.get().uid().getAsInt())
                : UNKNOWN;
    }

    private static long pid(Optional<PeerCredentials> peer) {
        return peer.isPresent() && peer.get().pid().isPresent()
                ? peer.get().pid().getAsInt()
                : UNKNOWN;
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
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
                event.uid = uid(call.request().peer());
                event.pid = pid(call.request().peer());
                event.commit();
            }
        }
    }
}
