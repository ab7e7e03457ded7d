package io.samehost.bench.load.rpc;

import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import java.nio.ByteBuffer;

/** What a client looks at of an echo whose bytes it does not keep. */
record Glimpse(int sizeBytes, byte first) {
    /** A call of bytes, of whose answer no array is made. */
    static final Method<byte[], Glimpse> ECHO = new Method<>(
            BenchService.BUFFER_ECHO.service(), BenchService.BUFFER_ECHO.name(), Marshaller.BYTES, new Looking());

    boolean isOf(byte[] payload) {
        return sizeBytes == payload.length && first == payload[0];
    }

    private static final class Looking implements BufferMarshaller<Glimpse> {
        @Override
        public ByteBuffer write(Glimpse value) {
            throw new UnsupportedOperationException("nobody answers with a glimpse");
        }

        @Override
        public Glimpse read(ByteBuffer payload) {
            return new Glimpse(payload.remaining(), payload.get(payload.position()));
        }
    }
}
