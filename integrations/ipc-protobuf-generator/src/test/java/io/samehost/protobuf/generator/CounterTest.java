package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.protobuf.generator.golden.kinds.Counter;
import io.samehost.protobuf.generator.golden.kinds.CounterClient;
import io.samehost.protobuf.generator.golden.kinds.CounterMethods;
import io.samehost.protobuf.generator.golden.kinds.Number;
import io.samehost.protobuf.generator.golden.kinds.Total;
import io.samehost.server.Server;
import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stubs of a service with methods of every kind, from a client to a server. */
@Timeout(60)
final class CounterTest {
    private TemporaryDirectory directory;
    private Server server;
    private Client client;
    private CounterClient counter;

    /** Counts; one more for each call that says so in its metadata. */
    private static final class Counting implements Counter {
        @Override
        public Total add(Number request, ServerRequest call) {
            long more = call.metadata().first("more").map(Long::parseLong).orElse(0L);
            return total(request.getValue() + more, 1);
        }

        @Override
        public void countDown(Number request, Outgoing<Number> answers) throws Exception {
            for (long value = request.getValue(); value > 0; value--) {
                answers.send(number(value));
            }
        }

        @Override
        public Total sum(Incoming<Number> messages) {
            long sum = 0;
            int numbers = 0;
            for (Number number : messages) {
                sum += number.getValue();
                numbers++;
            }
            return total(sum, numbers);
        }

        @Override
        public void double_(ServerStream<Number, Number> stream) throws Exception {
            for (Number number : stream) {
                stream.send(number(2 * number.getValue()));
            }
        }

        @Override
        public Total increase(Number request, ServerRequest call) {
            return add(request, call);
        }
    }

    private static Number number(long value) {
        return Number.newBuilder().setValue(value).build();
    }

    private static Total total(long sum, int numbers) {
        return Total.newBuilder().setSum(sum).setNumbers(numbers).build();
    }

    private static List<Long> values(TypedStream<Number, Number> stream) {
        List<Long> values = new ArrayList<>();
        stream.forEach(number -> values.add(number.getValue()));
        return values;
    }

    @BeforeEach
    void start() throws IOException {
        directory = new TemporaryDirectory();
        server = Server.builder()
                .listen("unix:" + directory.resolve("s"))
                .add(new Counting())
                .start();
        client = Client.connect(server.addresses().get(0));
        counter = CounterClient.of(client);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        directory.close();
    }

    @Test
    void theServerTellsWhatTheMessagesOfTheServiceAre() throws Exception {
        FileDescriptorSet schema = FileDescriptorSet.parseFrom(client.call("samehost.Server", "Schema", new byte[0]));

        assertTrue(
                schema.getFileList().stream()
                        .anyMatch(file -> file.getServiceList().stream()
                                .anyMatch(service -> service.getName().equals("Counter"))),
                schema.toString());
    }

    @Test
    void aUnaryCallTakesAMessageAndGivesOne() throws Exception {
        assertEquals(total(7, 1), counter.add(number(7)));
        assertEquals(total(8, 1), counter.addAsync(number(8)).get());
        assertEquals(total(0, 1), counter.add(Number.getDefaultInstance()));
    }

    @Test
    void theServerSendsOnItsStream() throws Exception {
        try (TypedStream<Number, Number> stream = counter.countDown(number(3))) {
            assertEquals(List.of(3L, 2L, 1L), values(stream));
        }
    }

    @Test
    void theClientSendsOnItsStreamAndGetsOneAnswer() throws Exception {
        try (TypedStream<Number, Total> stream = counter.sum()) {
            stream.send(number(3));
            stream.send(number(4));
            assertEquals(total(7, 2), stream.result());
        }
    }

    @Test
    void bothEndsSendOnTheirStream() throws Exception {
        try (TypedStream<Number, Number> stream = counter.double_()) {
            stream.send(number(3));
            assertEquals(number(6), stream.receive().orElseThrow());
            stream.send(number(4));
            stream.closeSend();
            assertEquals(List.of(8L), values(stream));
        }
    }

    @Test
    void optionsCarryMetadataAndDeadlines() throws Exception {
        CallOptions more = CallOptions.DEFAULT.withMetadata("more", "2");
        CallOptions late = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(-1));

        assertEquals(total(9, 1), counter.add(number(7), more));
        CallException failure = assertThrows(CallException.class, () -> counter.add(number(7), late));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, failure.status().code());
    }

    @Test
    void aRequestThatIsNoSuchMessageDoesNotReachTheService() {
        byte[] cutShort = {8};

        CallException failure = assertThrows(
                CallException.class,
                () -> client.call(CounterMethods.ADD.service(), CounterMethods.ADD.name(), cutShort));

        assertEquals(StatusCode.INVALID_ARGUMENT, failure.status().code());
    }

    @Test
    void theMethodsOfOneServiceAreAddedOnce() {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class,
                () -> Server.builder().add(new Counting()).add(new Counting()));

        assertEquals("method has a handler already: method=golden.kinds.Counter/Add", failure.getMessage());
    }
}
