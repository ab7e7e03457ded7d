package io.samehost.bench.micro;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.protobuf.MessageMarshaller;
import io.samehost.server.Server;
import io.samehost.wire.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call of messages beside the same call of bytes, over AF_UNIX in one process, and what protobuf alone takes for it: to encode
 * and to parse a request and an answer. {@code scripts/bench micro TypedCall}; {@code gc.alloc.rate.norm} tells the bytes that
 * each allocates, client and server together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TypedCall {
    private static final MessageMarshaller<StringValue> TEXT = new MessageMarshaller<>(StringValue.parser());
    private static final Method<StringValue, StringValue> TYPED = new Method<>("micro.Echo", "Typed", TEXT, TEXT);

    @Param({"64", "4096"})
    private int textBytes;

    private Path directory;
    private Server server;
    private Client client;
    private StringValue message;
    private byte[] payload;

    @Setup
    public void connect() throws IOException {
        directory = Files.createTempDirectory("micro");
        server = Server.builder()
                .listen("unix:" + directory.resolve("s"))
                .handleInline(TYPED, (value, request) -> value)
                .handleInline("micro.Echo", "Bytes", request -> request.payload())
                .start();
        client = Client.connect(server.addresses().get(0));
        message = StringValue.of("x".repeat(textBytes));
        payload = message.toByteArray();
    }

    @TearDown
    public void close() throws IOException {
        client.close();
        server.close();
        Files.delete(directory);
    }

    @Benchmark
    public byte[] bytes() throws IOException, CallException {
        return client.call("micro.Echo", "Bytes", payload);
    }

    @Benchmark
    public StringValue typed() throws IOException, CallException {
        return client.call(TYPED, message);
    }

    @Benchmark
    public StringValue protobufAlone() throws InvalidProtocolBufferException {
        StringValue request = StringValue.parseFrom(message.toByteArray());
        return StringValue.parseFrom(request.toByteArray());
    }
}
