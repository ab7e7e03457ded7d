package io.samehost.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.Server;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import io.samehost.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Values instead of bytes, in every kind of call. */
final class TypedCallTest extends ClientFixture {
    private static final Marshaller<Integer> NUMBER =
            Marshaller.of(number -> bytes(number.toString()), bytes -> Integer.valueOf(text(bytes)));

    private static final Method<String, Integer> LENGTH = method("length", NUMBER);
    private static final Method<String, String> WORDS = method("words", Marshaller.UTF_8);
    private static final Method<String, Integer> SUM = method("sum", NUMBER);
    private static final Method<String, Integer> EACH = method("each", NUMBER);
    private static final Method<String, Integer> WAIT = method("wait", NUMBER);

    private final CountDownLatch release = new CountDownLatch(1);

    private static <S> Method<String, S> method(String name, Marshaller<S> response) {
        return new Method<>(SERVICE, name, Marshaller.UTF_8, response);
    }

    private Client client() throws Exception {
        Server server = start(builder()
                .handleInline(LENGTH, (text, request) -> text.length())
                .handle(WAIT, (text, request) -> {
                    release.await();
                    return 0;
                })
                .handleServerStream(WORDS, (text, answers) -> {
                    for (String word : text.split(" ", -1)) {
                        answers.send(word);
                    }
                })
                .handleClientStream(SUM, messages -> {
                    int sum = 0;
                    for (String message : messages) {
                        sum += message.length();
                    }
                    return sum;
                })
                .handleBidi(EACH, stream -> {
                    for (String message : stream) {
                        stream.send(message.length());
                    }
                }));
        return connect(server);
    }

    @Test
    void aTypedCallTakesOptions() throws Exception {
        Client client = client();
        assertEquals(5, client.call(LENGTH, "wörld", CallOptions.DEFAULT));
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
        CallException late = assertThrows(CallException.class, () -> client.call(WAIT, "", soon));
        assertEquals(StatusCode.DEADLINE_EXCEEDED, late.status().code());
    }

    @Test
    void aTypedAsynchronousCallCompletesWithTheValue() throws Exception {
        Client client = client();
        assertEquals(4, client.callAsync(LENGTH, "four").get(10, TimeUnit.SECONDS));
        CallOptions soon = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
        CompletableFuture<Integer> late = client.callAsync(WAIT, "", soon);
        ExecutionException ended = assertThrows(ExecutionException.class, () -> late.get(10, TimeUnit.SECONDS));
        assertEquals(
                StatusCode.DEADLINE_EXCEEDED,
                assertInstanceOf(CallException.class, ended.getCause()).status().code());
    }

    @Test
    void cancellingATypedFutureGivesTheCallUp() throws Exception {
        Client client = client();
        CompletableFuture<Integer> future = client.callAsync(WAIT, "");
        assertEquals(1, client.callsInFlight());
        assertTrue(future.cancel(true));
        assertEquals(0, client.callsInFlight());
        assertEquals(4, client.call(LENGTH, "four"), "the connection is good");
    }

    @Test
    void aTypedServerStreamGivesValues() throws Exception {
        List<String> words = new ArrayList<>();
        try (TypedStream<String, String> stream = client().serverStream(WORDS, "two words")) {
            stream.forEach(words::add);
        }
        assertEquals(List.of("two", "words"), words);
    }

    @Test
    void aTypedClientStreamHasOneValueForAnAnswer() throws Exception {
        try (TypedStream<String, Integer> stream = client().stream(SUM)) {
            stream.send("one");
            stream.send("");
            stream.send("three");
            assertEquals(8, stream.result());
        }
    }

    @Test
    void valuesGoBothWaysOnATypedStream() throws Exception {
        CallOptions late = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(10));
        try (TypedStream<String, Integer> stream = client().stream(EACH, late)) {
            stream.send("four");
            assertEquals(4, stream.receive().orElseThrow());
            stream.closeSend();
            assertTrue(stream.receive().isEmpty());
        }
    }

    @Test
    void anAnswerThatIsNoValueIsAnInternalErrorInEveryKindOfCall() throws Exception {
        Client client = client();
        Method<String, Integer> noNumbers = new Method<>(SERVICE, "words", Marshaller.UTF_8, NUMBER);
        try (TypedStream<String, Integer> stream = client.serverStream(noNumbers, "words")) {
            assertEquals(
                    StatusCode.INTERNAL,
                    assertThrows(CallException.class, stream::receive).status().code());
        }
        try (TypedStream<String, Integer> stream = client.serverStream(noNumbers, "words")) {
            CompletionException thrown = assertThrows(CompletionException.class, () -> stream.forEach(number -> {}));
            assertInstanceOf(CallException.class, thrown.getCause());
        }
        Method<String, Integer> echo = new Method<>(SERVICE, "echo", Marshaller.UTF_8, NUMBER);
        ExecutionException ended = assertThrows(
                ExecutionException.class, () -> client.callAsync(echo, "x").get(10, TimeUnit.SECONDS));
        assertTrue(ended.getCause().getMessage().startsWith("INTERNAL: answer cannot be decoded: "), ended::toString);
    }

    @Test
    void aValueThatCannotBeEncodedIsTheCallersMistakeInEveryKindOfCall() throws Exception {
        Client client = client();
        Marshaller<String> none = Marshaller.of(
                text -> {
                    throw new UnsupportedOperationException("no bytes");
                },
                bytes -> "");
        Method<String, String> method = new Method<>(SERVICE, "echo", none, Marshaller.UTF_8);
        IllegalArgumentException mistake =
                assertThrows(IllegalArgumentException.class, () -> client.call(method, "x", CallOptions.DEFAULT));
        assertEquals("value cannot be encoded: method=test.Service/echo", mistake.getMessage());
        assertThrows(IllegalArgumentException.class, () -> client.callAsync(method, "x"));
        assertThrows(IllegalArgumentException.class, () -> client.serverStream(method, "x"));
        try (TypedStream<String, Integer> stream = client.stream(new Method<>(SERVICE, "each", none, NUMBER))) {
            assertThrows(IllegalArgumentException.class, () -> stream.send("x"));
            stream.closeSend();
            assertTrue(stream.receive().isEmpty(), "the stream goes on");
        }
    }
}
