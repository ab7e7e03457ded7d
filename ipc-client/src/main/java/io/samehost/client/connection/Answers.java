package io.samehost.client.connection;

import io.samehost.client.call.PendingCall;
import io.samehost.client.call.PendingCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what a server says, and ends the calls that it answers. The leader's. */
final class Answers {
    private final SharedSocket socket;
    private final PendingCalls calls;
    private final SharedWrites writes;
    private final Activity activity;

    /** Calls whose answers were read, and which are not told so yet. */
    private final List<PendingCall> answered = new ArrayList<>();

    Answers(SharedSocket socket, PendingCalls calls, SharedWrites writes, Activity activity) {
        this.socket = socket;
        this.calls = calls;
        this.writes = writes;
        this.activity = activity;
    }

    /** Returns false if there was nothing to read. */
    boolean read() throws IOException {
        ByteBuffer in = socket.read();
        if (!in.hasRemaining()) {
            return false;
        }
        activity.read(System.nanoTime());
        calls.receive(in, answered);
        writes.answered(answered.size());
        complete();
        answered.clear();
        return true;
    }

    /** Ends the calls whose answers were read; a call ends once. */
    void complete() {
        answered.forEach(PendingCall::complete);
    }
}
