package io.samehost.cli.client.raw;

import io.samehost.address.Address;
import io.samehost.cli.Output;
import io.samehost.cli.client.connect.ConnectionLostException;
import io.samehost.cli.client.connect.Stdin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Moves bytes in both directions at once: else a server that answers before it has read all would deadlock with us. */
final class RawExchange {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Takes the server's bytes. */
    interface Sink {
        /** Takes all that remains in the buffer. */
        void take(ByteBuffer bytes) throws IOException;
    }

    /** A server that does not let us in closes at once; one that does waits for what we say. */
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SocketChannel channel;
    private final Address address;
    private final boolean mayRefuse;
    private final CountDownLatch ended = new CountDownLatch(1);

    private long receivedBytes;

    /** Written by the receiving direction. */
    private volatile boolean answered;

    /** Written by the receiving direction. */
    private boolean wasReset;

    /** Written by the sending direction. */
    private volatile boolean sentAll;

    /** Written by the sending direction. */
    private volatile Optional<Stdin.UnreadableException> unread = Optional.empty();

    RawExchange(SocketChannel channel, Address address) {
        this(channel, address, false);
    }

    /**
     * An exchange on a connected channel.
     *
     * @param mayRefuse true for a server of another user: if nothing is said at all, only the order of the two ends tells
     *     whether it lets us in
     */
    RawExchange(SocketChannel channel, Address address, boolean mayRefuse) {
        this.channel = channel;
        this.address = address;
        this.mayRefuse = mayRefuse;
    }

    /**
     * Returns when the server has closed. Unread input stays on stdin, and the thread that reads it goes on.
     *
     * @throws IOException also if stdin could not be read to its end
     */
    void run(Sink sink) throws IOException {
        Thread sender = new Thread(this::send, "samehost-sender");
        sender.setDaemon(true);
        sender.start();
        receiveAll(sink);
        if (unread.isPresent()) {
            throw unread.get();
        }
    }

    /** Receives without sending anything. */
    void receiveAll(Sink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (receive(buffer) >= 0) {
            sink.take(buffer.flip());
            buffer.clear();
        }
        ended.countDown();
    }

    /** Writes bytes as they are, but harmless on a terminal. */
    static Sink stdout() {
        OutputStream out = Output.payload();
        byte[] piece = new byte[BUFFER_BYTES];
        return bytes -> {
            int count = bytes.remaining();
            bytes.get(piece, 0, count);
            out.write(piece, 0, count);
        };
    }

    private int receive(ByteBuffer buffer) throws IOException {
        try {
            int count = channel.read(buffer);
            receivedBytes += Math.max(0, count);
            if (count > 0) {
                answered = true;
            }
            return count;
        } catch (IOException e) {
            if (receivedBytes == 0) {
                wasReset = true;
                return -1; // nothing is missing: a server that will not listen to us closes just so
            }
            throw new ConnectionLostException(
                    "connection lost, bytes may be missing: address=" + address + " receivedBytes=" + receivedBytes, e);
        }
    }

    private void send() {
        ReadableByteChannel in = Stdin.channel();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        boolean empty = true;
        try {
            while (in.read(buffer) >= 0) {
                empty = false;
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                buffer.clear();
            }
            if (mayRefuse && empty && endsMeanwhile()) {
                return;
            }
            sentAll = true; // before the server can answer to it by its own end
            channel.shutdownOutput();
        } catch (Stdin.UnreadableException e) {
            unread = Optional.of(e);
            shutDownOutput(e);
        } catch (IOException e) {
            sentAll = false;
            shutDownOutput(e); // the server has closed, which the reading side sees too
        }
    }

    private boolean endsMeanwhile() {
        try {
            return ended.await(REFUSAL_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false; // nobody interrupts this thread
        }
    }

    private void shutDownOutput(IOException why) {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    Address address() {
        return address;
    }

    /** True if the server closed before it had read all that there was to send. */
    boolean wasCutOff() {
        return wasReset || !sentAll;
    }

    boolean wasAnswered() {
        return answered;
    }

    /** True if the server has closed, be it since we had said all. */
    boolean wasEndedByServer() {
        return ended.getCount() == 0;
    }
}
