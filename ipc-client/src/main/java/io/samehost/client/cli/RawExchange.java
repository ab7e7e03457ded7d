package io.samehost.client.cli;

import io.samehost.address.Address;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/** Bytes in both directions at once: a server that answers before it has read everything would else deadlock with us. */
final class RawExchange {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Where the server's bytes go. */
    interface Sink {
        /** Takes all that remains in the buffer. */
        void take(ByteBuffer bytes) throws IOException;
    }

    private final SocketChannel channel;
    private final Address address;
    private long receivedBytes;

    RawExchange(SocketChannel channel, Address address) {
        this.channel = channel;
        this.address = address;
    }

    /** Returns when the server has closed. What stdin still has then is left to others, and so is its thread. */
    void run(Sink sink) throws IOException {
        Thread sender = new Thread(this::send, "sender");
        sender.setDaemon(true);
        sender.start();
        receiveAll(sink);
    }

    /** Without sending anything. */
    void receiveAll(Sink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (receive(buffer) >= 0) {
            sink.take(buffer.flip());
            buffer.clear();
        }
    }

    /** As they are. */
    static Sink stdout() {
        WritableByteChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        return bytes -> {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        };
    }

    private int receive(ByteBuffer buffer) throws IOException {
        try {
            int count = channel.read(buffer);
            receivedBytes += Math.max(0, count);
            return count;
        } catch (IOException e) {
            if (receivedBytes == 0) {
                return -1; // nothing is missing: a server that will not listen to us closes just so
            }
            throw new ConnectionLostException(
                    "connection lost, bytes may be missing: address=" + address + " receivedBytes=" + receivedBytes, e);
        }
    }

    private void send() {
        ReadableByteChannel in = new FileInputStream(FileDescriptor.in).getChannel();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (in.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                buffer.clear();
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            // The server has closed, which the reading side sees too, or stdin has: then there is nothing to send.
            shutDownOutput(e);
        }
    }

    private void shutDownOutput(IOException why) {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    boolean wasAnswered() {
        return receivedBytes > 0;
    }
}
