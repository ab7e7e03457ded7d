package io.samehost.server.rpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.fixture.RawPeer;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Streams that carry values: typed methods, and messages that are none. */
final class TypedStreamTest extends StreamKindFixture {
    @Test
    void aTypedClientStreamCarriesValues() throws IOException {
        RawPeer peer = connect(builder().handleClientStream(TEXT, messages -> {
            StringBuilder all = new StringBuilder();
            messages.forEach(all::append);
            return all.toString();
        }));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "text", ""), data("a"), data("b"), close());
        peer.expectBytes(response("ab"));
    }

    @Test
    void aTypedServerStreamCarriesValues() throws IOException {
        RawPeer peer = connect(builder().handleServerStream(TEXT, (name, answers) -> answers.send("Hi " + name)));
        peer.send(request(FrameHeader.FLAG_REMOTE_CLOSED, "text", "you"));
        peer.expectBytes(data("Hi you"), close());
    }

    @Test
    void aTypedBidiStreamCarriesValues() throws IOException {
        RawPeer peer = connect(builder().handleBidi(TEXT, stream -> {
            for (String name : stream) {
                stream.send("Hi " + name);
            }
        }));
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "text", ""), data("you"), close());
        peer.expectBytes(data("Hi you"), close());
    }

    @Test
    void aMessageThatCannotBeDecodedIsAnInvalidArgument() throws IOException {
        RawPeer peer = connect(builder().handleBidi(TEXT, stream -> stream.receive()));
        byte[] noText = Bytes.frame(1, FrameHeader.TYPE_DATA, 0, new byte[] {(byte) 0xff});
        peer.send(request(FrameHeader.FLAG_REMOTE_OPEN, "text", ""), noText);
        String message = peer.refusal(1, StatusCode.INVALID_ARGUMENT);
        assertTrue(message.startsWith("message cannot be decoded: "), message);
    }
}
