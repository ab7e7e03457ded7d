package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.management.ThreadMXBean;
import io.samehost.client.CallOptions;
import io.samehost.client.Caller;
import io.samehost.client.TypedStream;
import io.samehost.protobuf.generator.golden.kinds.CounterClient;
import io.samehost.protobuf.generator.golden.kinds.CounterMethods;
import io.samehost.protobuf.generator.golden.kinds.Number;
import io.samehost.protobuf.generator.golden.kinds.Total;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the stubs of a client cost in memory, beside the messages themselves. */
final class AllocationTest {
    private static final int CALLS = 200;
    private static final Number REQUEST = Number.newBuilder().setValue(7).build();

    /** So that no compiler finds out that nobody needs it. */
    private Object last;

    /** Gives what was made before. */
    @SuppressWarnings("unchecked")
    private static final class Prepared implements Caller {
        private final Object answer;

        Prepared(Object answer) {
            this.answer = answer;
        }

        @Override
        public <Q, S> S call(Method<Q, S> method, Q request, CallOptions options) {
            return (S) answer;
        }

        @Override
        public <Q, S> CompletableFuture<S> callAsync(Method<Q, S> method, Q request, CallOptions options) {
            return (CompletableFuture<S>) answer;
        }

        @Override
        public <Q, S> TypedStream<Q, S> stream(Method<Q, S> method, CallOptions options) {
            return (TypedStream<Q, S>) answer;
        }

        @Override
        public <Q, S> TypedStream<Q, S> serverStream(Method<Q, S> method, Q request, CallOptions options) {
            return (TypedStream<Q, S>) answer;
        }
    }

    /** The bytes that this thread allocates for many times the same, after others have loaded what it needs. */
    private long bytes(Callable<Object> action) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < CALLS; i++) {
            last = action.call();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            last = action.call();
        }
        long after = threads.getCurrentThreadAllocatedBytes();
        assertNotNull(last);
        return after - before;
    }

    @Test
    void theStubOfAClientMakesNoObject() throws Exception {
        CounterClient unary = CounterClient.of(new Prepared(Total.getDefaultInstance()));
        CounterClient async = CounterClient.of(new Prepared(new CompletableFuture<Total>()));

        assertEquals(0, bytes(() -> unary.add(REQUEST)) / CALLS);
        assertEquals(0, bytes(() -> async.addAsync(REQUEST).isDone()) / CALLS);
    }

    @Test
    void aMessageIsEncodedAndDecodedByItsClassAlone() throws Exception {
        Marshaller<Number> marshaller = CounterMethods.ADD.request();
        byte[] payload = REQUEST.toByteArray();

        assertEquals(bytes(REQUEST::toByteArray) / CALLS, bytes(() -> marshaller.encode(REQUEST)) / CALLS);
        assertEquals(bytes(() -> Number.parseFrom(payload)) / CALLS, bytes(() -> marshaller.decode(payload)) / CALLS);
    }
}
