package io.samehost.server.connection;

import io.samehost.transport.output.OutputQueue;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** The sending half of a connection: what was appended, and then the end that was asked for. Thread-safe. */
final class Sending {
    private final AcceptedConnection connection;
    private final SocketChannel channel;
    private final OutputQueue output;
    private final Ending ending;

    /** The socket, where the session writes to it by itself. Set once, before it does. */
    private volatile Optional<SocketLine> line = Optional.empty();

    Sending(AcceptedConnection connection, SocketChannel channel, OutputQueue output, Ending ending) {
        this.connection = connection;
        this.channel = channel;
        this.output = output;
        this.ending = ending;
    }

    /** For the sweep. */
    Ending ending() {
        return ending;
    }

    /** For the sweep: how long the peer has taken nothing of the output, 0 if there is none. */
    long outputNanos(long nowNanos) {
        return connection.times().outputNanos(isEmpty(), sentBytes(), nowNanos);
    }

    /** The session writes by itself. */
    void handOver(SocketLine taken) {
        line = Optional.of(taken);
    }

    boolean isHandedOver() {
        return line.isPresent();
    }

    /** True if nothing waits for the peer to read. */
    boolean isEmpty() {
        return output.isEmpty() && !line.map(SocketLine::isWriting).orElse(false);
    }

    /** The bytes that the socket has taken. */
    long sentBytes() {
        return output.sentBytes() + line.map(SocketLine::sentBytes).orElse(0L);
    }

    /** The bytes that the session has read by itself. */
    long receivedByLine() {
        return line.map(SocketLine::receivedBytes).orElse(0L);
    }

    /**
     * Sends what was appended, and of what others append meanwhile a share.
     *
     * @return true if some is left that no thread is sending
     */
    boolean flushShare() {
        if (connection.isClosed()) {
            return false;
        }
        connection.settleMemory(); // the socket may take its time
        OutputQueue.Outcome outcome;
        try {
            outcome = output.flush();
        } catch (IOException e) {
            connection.failBecause(e);
            return false;
        }
        if (outcome == OutputQueue.Outcome.DRAINED) {
            endIfSent();
        }
        connection.settleMemory();
        connection.resume();
        return outcome == OutputQueue.Outcome.LEFT;
    }

    /** Once all is sent: takes the next step of the end, if one was asked for. */
    void endIfSent() {
        if (!ending.isAskedFor() || !output.isEmpty() || connection.isClosed()) {
            return;
        }
        switch (ending.next()) {
            case CLOSE -> connection.close();
            case SHUT_OUTPUT -> shutOutput();
            case NOTHING -> {}
        }
    }

    private void shutOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            connection.failBecause(e);
        }
    }
}
