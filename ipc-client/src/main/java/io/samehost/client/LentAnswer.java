package io.samehost.client;

import io.samehost.wire.BufferMarshaller;
import io.samehost.wire.Method;
import io.samehost.wire.frame.Payload;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads values of answers whose payloads are lent, and gives these back. */
record LentAnswer<S>(BufferMarshaller<S> marshaller) implements FutureCall.Reading<S> {
    /** The way to read the answers of {@code method}; empty if its values need arrays of their own. */
    static <S> Optional<LentAnswer<S>> of(Method<?, S> method) {
        return method.response() instanceof BufferMarshaller<S> buffers && !buffers.keepsPayload()
                ? Optional.of(new LentAnswer<>(buffers))
                : Optional.empty();
    }

    @Override
    public S of(Response answer) throws CallException {
        ByteBuffer payload = answer.large().map(Payload::buffer).orElseGet(() -> ByteBuffer.wrap(answer.payload()));
        try {
            return CallException.valueOf(marshaller::read, payload);
        } finally {
            answer.large().ifPresent(Payload::giveBack);
        }
    }
}
