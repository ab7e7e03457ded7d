package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.TypedStream;
import io.samehost.protobuf.generator.golden.kinds.CounterClient;
import io.samehost.protobuf.generator.golden.kinds.Number;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A test of a user's code plays the server's part by the interfaces alone, as libraries for mocks do. */
final class PlayedServerTest {
    /** The code under test: the sum of what a server sends for a number. */
    private static long sumBelow(CounterClient counter, long value) throws IOException, CallException {
        Number request = Number.newBuilder().setValue(value).build();
        long sum = 0;
        try (TypedStream<Number, Number> stream = counter.countDown(request, CallOptions.DEFAULT)) {
            for (Number number : stream) {
                sum += number.getValue();
            }
        }
        return sum;
    }

    private static TypedStream<Number, Number> sending(List<Long> values) {
        Iterator<Number> numbers = values.stream()
                .map(value -> Number.newBuilder().setValue(value).build())
                .iterator();
        return new TypedStream<>() {
            @Override
            public Optional<Number> receive() {
                return numbers.hasNext() ? Optional.of(numbers.next()) : Optional.empty();
            }

            @Override
            public void send(Number value) {
                throw new IllegalStateException("the server sends");
            }

            @Override
            public void closeSend() {}

            @Override
            public Number result() {
                throw new IllegalStateException("the server sends");
            }

            @Override
            public void close() {}
        };
    }

    private static CounterClient played(InvocationHandler player) {
        Class<CounterClient> type = CounterClient.class;
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, player));
    }

    @Test
    void aStreamIsPlayed() throws Exception {
        CounterClient counter = played((proxy, method, arguments) -> sending(List.of(3L, 2L, 1L)));

        assertEquals(6, sumBelow(counter, 3));
    }

    @Test
    void aFailureIsPlayed() {
        CounterClient counter = played((proxy, method, arguments) -> {
            throw new IOException("played");
        });

        IOException failure = assertThrows(IOException.class, () -> sumBelow(counter, 3));

        assertEquals("played", failure.getMessage());
    }
}
