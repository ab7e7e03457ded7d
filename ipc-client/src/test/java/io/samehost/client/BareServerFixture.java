package io.samehost.client;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.Way;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that is connected to a bare socket, over every family and provider. The test plays the server. */
@ParameterizedClass
@EnumSource(Way.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BareServerFixture {
    static final byte[] NO_BYTES = {};
    static final byte TYPE_RESPONSE = 2;

    @Parameter
    Way way;

    ListeningSocket socket;
    Client client;
    private TemporaryDirectory directory;

    @BeforeEach
    void connect() throws IOException {
        directory = new TemporaryDirectory();
        socket = Transports.listen(way.in(directory.path()), ListenOptions.DEFAULT);
        client = Client.connect(socket.address());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        socket.close();
        directory.close();
    }

    static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            Assertions.assertTrue(channel.write(bytes) >= 0);
        }
    }

    static void readRequest(SocketChannel channel) throws IOException {
        Assertions.assertTrue(channel.read(ByteBuffer.allocateDirect(10_000)) > 0);
    }

    static void answer(SocketChannel channel, int streamId, byte[] payload) throws Exception {
        EncodedFrame frame = new FrameEncoder().response(streamId, Response.ok(payload));
        ByteBuffer bytes = ByteBuffer.allocateDirect(frame.lengthBytes());
        write(channel, frame.putInto(bytes).flip());
    }

    static ByteBuffer frames(byte[] header, int count) {
        ByteBuffer frames = ByteBuffer.allocateDirect(count * header.length);
        for (int i = 0; i < count; i++) {
            frames.put(header);
        }
        return frames.flip();
    }

    static byte[] header(int lengthBytes, int streamId, byte type) {
        return ByteBuffer.allocate(10)
                .putInt(lengthBytes)
                .putInt(streamId)
                .put(type)
                .array();
    }
}
