package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.transport.Transports;
import io.samehost.wire.FrameDecoder;
import io.samehost.wire.FrameHeader;
import io.samehost.wire.MalformedEnvelopeException;
import io.samehost.wire.Response;
import io.samehost.wire.StatusCode;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A client made of nothing but a blocking socket. For one thread, or one that writes and one that reads. */
final class RawPeer implements AutoCloseable {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final SocketChannel channel;
    private final FrameDecoder decoder = new FrameDecoder();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024).flip();

    /** What the server sent in one frame: a response, or the message of a stream. */
    record Received(int streamId, Optional<Response> response, String message, boolean closes) {}

    private RawPeer(SocketChannel channel) {
        this.channel = channel;
    }

    static RawPeer connect(Address address) throws IOException {
        return new RawPeer(Transports.connect(address, CONNECT_NANOS));
    }

    void send(byte[]... parts) throws IOException {
        byte[] all = Bytes.join(parts);
        ByteBuffer out = ByteBuffer.allocateDirect(all.length).put(all).flip();
        while (out.hasRemaining()) {
            assertTrue(channel.write(out) >= 0);
        }
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** The next frame. */
    Received next() throws IOException {
        while (decoder.decode(in) != FrameDecoder.Outcome.FRAME) {
            if (channel.read(in.clear()) < 0) {
                in.flip();
                throw new EOFException("server closed the connection");
            }
            in.flip();
        }
        try {
            return decoder.type() == FrameHeader.TYPE_RESPONSE
                    ? new Received(decoder.streamId(), Optional.of(decoder.response()), "", true)
                    : new Received(
                            decoder.streamId(),
                            Optional.empty(),
                            new String(decoder.message(), StandardCharsets.UTF_8),
                            decoder.hasFlag(FrameHeader.FLAG_REMOTE_CLOSED));
        } catch (MalformedEnvelopeException e) {
            throw new IOException(e);
        }
    }

    /** The next frame, which has to be a response to this call. */
    Response response(int streamId) throws IOException {
        Received received = next();
        assertEquals(streamId, received.streamId(), received::toString);
        return received.response().orElseThrow();
    }

    /** The next frame, which has to answer this call well. */
    String answer(int streamId) throws IOException {
        Response response = response(streamId);
        assertEquals(StatusCode.OK, response.status().code(), response::toString);
        return new String(response.payload(), StandardCharsets.UTF_8);
    }

    /** The next frame, which has to end this call so. Returns what the server says about it. */
    String refusal(int streamId, StatusCode code) throws IOException {
        Response response = response(streamId);
        assertEquals(code, response.status().code(), response::toString);
        return response.status().message();
    }

    /** The next frame, which has to be a message of this stream. */
    String message(int streamId) throws IOException {
        Received received = next();
        assertEquals(streamId, received.streamId(), received::toString);
        assertTrue(received.response().isEmpty() && !received.closes(), received::toString);
        return received.message();
    }

    void expectClose(int streamId) throws IOException {
        assertEquals(new Received(streamId, Optional.empty(), "", true), next());
    }

    /** Waits until the server has closed; nothing may come before. */
    void expectEnd() {
        int count;
        try {
            assertTrue(!in.hasRemaining());
            count = channel.read(in.clear());
        } catch (IOException e) {
            return; // it closed although bytes of ours were unread
        }
        assertEquals(-1, count);
    }

    String call(int streamId, String method, String payload) throws IOException {
        send(Bytes.call(streamId, method, Bytes.of(payload)));
        return answer(streamId);
    }

    /** Closes in a way that TCP does not remember: thousands of remembered connections make every accept slow. */
    void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
