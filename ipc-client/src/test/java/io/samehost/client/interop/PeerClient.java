package io.samehost.client.interop;

import io.samehost.fixture.peer.LineProcess;
import io.samehost.wire.StatusCode;
import java.io.IOException;

/** A client in a process of its own. It has one connection and never connects again. */
final class PeerClient implements AutoCloseable {
    /**
     * The end of a call.
     *
     * @param outcome {@code ok}, {@code failed} with a status, or {@code lost} with the connection
     * @param text the result, or what was wrong
     */
    record Answer(String outcome, StatusCode code, String text) {
        static Answer ok(String text) {
            return new Answer("ok", StatusCode.OK, text);
        }

        static Answer failed(StatusCode code, String message) {
            return new Answer("failed", code, message);
        }

        private static Answer parse(String line) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals("failed")) {
                return failed(StatusCode.of(Integer.parseInt(parts[1])), parts[2]);
            }
            StatusCode code = parts[0].equals("ok") ? StatusCode.OK : StatusCode.UNAVAILABLE;
            return new Answer(parts[0], code, parts.length > 1 ? parts[1] : "");
        }
    }

    private static final String NO_METADATA = "";

    private final LineProcess process;

    PeerClient(LineProcess process) throws IOException, InterruptedException {
        this.process = process;
        process.said().await("connected");
    }

    /** Calls a method of {@link PeerService} without a deadline. */
    Answer call(String method, String text) throws IOException, InterruptedException {
        return call(PeerService.NAME, method, 0, NO_METADATA, text);
    }

    Answer callWithTimeout(String method, long timeoutNanos) throws IOException, InterruptedException {
        return call(PeerService.NAME, method, timeoutNanos, NO_METADATA, "");
    }

    /** @param metadata {@code key=value,key=value} */
    Answer callWithMetadata(String method, String metadata) throws IOException, InterruptedException {
        return call(PeerService.NAME, method, 0, metadata, "");
    }

    Answer call(String service, String method, long timeoutNanos, String metadata, String text)
            throws IOException, InterruptedException {
        process.tell("call", service, method, String.valueOf(timeoutNanos), metadata, text);
        return answer();
    }

    /** Begins a call, whose {@link #answer} will come. */
    void begin(String method) throws IOException {
        process.tell("call", PeerService.NAME, method, "0", NO_METADATA, "");
    }

    Answer answer() throws IOException, InterruptedException {
        return Answer.parse(process.said().next());
    }

    /** Calls a method that returns what it gets, and answers {@code same} if it did. */
    Answer echo(String method, int sizeBytes) throws IOException, InterruptedException {
        process.tell("echo", method, String.valueOf(sizeBytes));
        return answer();
    }

    /** Makes {@link PeerService#MEETING_SIZE} calls at once, and answers {@code met} if each got its own answer. */
    Answer meet() throws IOException, InterruptedException {
        process.tell("meet");
        return answer();
    }

    /** Lets the process end by itself, and returns its exit status. */
    int finish() throws IOException, InterruptedException {
        return process.finish();
    }

    @Override
    public void close() {
        process.close();
    }
}
