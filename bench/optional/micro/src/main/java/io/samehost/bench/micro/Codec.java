package io.samehost.bench.micro;

import io.samehost.wire.Metadata;
import io.samehost.wire.OversizeException;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.FrameDecoder;
import io.samehost.wire.frame.FrameEncoder;
import io.samehost.wire.frame.MalformedEnvelopeException;
import io.samehost.wire.frame.Request;
import io.samehost.wire.frame.Response;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the codec for one frame, without a socket: {@code scripts/bench micro}, which adds JMH's {@code gc} profiler,
 * so that {@code gc.alloc.rate.norm} tells the bytes that each operation allocates. A decoded frame owns its payload, so
 * at least that much is allocated there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Codec {
    private static final int STREAM_ID = 3;

    @Param({"64", "65536"})
    private int sizeBytes;

    private final FrameEncoder encoder = new FrameEncoder();
    private final FrameDecoder decoder = new FrameDecoder();
    private Request request;
    private Response response;
    private ByteBuffer requestFrame;
    private ByteBuffer responseFrame;

    @Setup
    public void makeFrames() throws OversizeException {
        request = new Request("samehost.Echo", "Echo", new byte[sizeBytes], 0, Metadata.EMPTY);
        response = Response.ok(new byte[sizeBytes]);
        requestFrame = bytes(encoder.request(STREAM_ID, (byte) 0, request));
        responseFrame = bytes(encoder.response(STREAM_ID, response));
    }

    /** As they come from a socket: in a direct buffer. */
    private static ByteBuffer bytes(EncodedFrame frame) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(frame.lengthBytes());
        return frame.putInto(bytes).flip();
    }

    @Benchmark
    public EncodedFrame encodeRequest() throws OversizeException {
        return encoder.request(STREAM_ID, (byte) 0, request);
    }

    @Benchmark
    public EncodedFrame encodeResponse() throws OversizeException {
        return encoder.response(STREAM_ID, response);
    }

    @Benchmark
    public Request decodeRequest() throws MalformedEnvelopeException {
        decode(requestFrame);
        return decoder.request().own();
    }

    @Benchmark
    public Response decodeResponse() throws MalformedEnvelopeException {
        decode(responseFrame);
        return decoder.response().own();
    }

    private void decode(ByteBuffer frame) {
        if (decoder.decode(frame.rewind()) != FrameDecoder.Outcome.FRAME) {
            throw new IllegalStateException("not a whole frame: lengthBytes=" + frame.limit());
        }
    }
}
