package shim;

import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import io.samehost.server.handler.ServerRequest;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import shim.containerd.Envelope;
import shim.containerd.Events;
import shim.containerd.ForwardRequest;
import shim.containerd.TaskExit;

/** Prints a line for each event that a shim sends, in the place of containerd. */
final class EventPrinter implements Events {
    private static final int MOST_SECONDS = 5;

    private final PrintStream to;
    private final CountDownLatch deleted = new CountDownLatch(1);

    EventPrinter(PrintStream to) {
        this.to = to;
    }

    @Override
    public Empty forward(ForwardRequest request, ServerRequest call) throws InvalidProtocolBufferException {
        Envelope event = request.getEnvelope();
        to.println(line(event));
        if (event.getTopic().equals("/tasks/delete")) {
            deleted.countDown();
        }
        return Empty.getDefaultInstance();
    }

    /** containerd writes the type of an event without the prefix that {@code Any.is} looks for, so the topic says what it is. */
    private static String line(Envelope event) throws InvalidProtocolBufferException {
        if (!event.getTopic().equals("/tasks/exit")) {
            return event.getTopic();
        }
        return event.getTopic() + " status="
                + TaskExit.parseFrom(event.getEvent().getValue()).getExitStatus();
    }

    /** Waits for the last event: containerd 2.1 forgets events that it has not sent when it is told to end. */
    void awaitDeleted() {
        try {
            if (!deleted.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                to.println("shim sent no /tasks/delete: seconds=" + MOST_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
