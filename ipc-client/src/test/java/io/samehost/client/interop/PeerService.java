package io.samehost.client.interop;

import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.Metadata;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The methods that the tests call, on our server: the same that the servers in Go and Rust have. Says {@code waiting}
 * when a call of Hold or Expire has begun, and {@code expired} when the deadline of Expire has passed.
 */
final class PeerService {
    static final String NAME = "interop.Peer";

    /** Meet answers no call before so many are under way at once. */
    static final int MEETING_SIZE = 64;

    /** A handler that is spared the message around its value. */
    @FunctionalInterface
    private interface ValueHandler {
        byte[] handle(ServerRequest request, byte[] value) throws Exception;
    }

    private final Consumer<String> say;
    private final CountDownLatch meeting = new CountDownLatch(MEETING_SIZE);
    private final CountDownLatch never = new CountDownLatch(1);

    private PeerService(Consumer<String> say) {
        this.say = say;
    }

    static ServerBuilder addTo(ServerBuilder builder, Consumer<String> say) {
        PeerService service = new PeerService(say);
        return builder.handle(NAME, "Echo", handler((request, value) -> value))
                .handleInline(NAME, "EchoInline", handler((request, value) -> value))
                .handle(NAME, "Grow", handler((request, value) -> new byte[Integer.parseInt(text(value))]))
                .handle(NAME, "Fail", handler((request, value) -> fail(text(value))))
                .handle(NAME, "Metadata", handler((request, value) -> bytes(metadata(request.metadata()))))
                .handle(NAME, "Deadline", handler((request, value) -> bytes(deadline(request))))
                .handle(NAME, "Meet", handler((request, value) -> service.meet(value)))
                .handle(NAME, "Hold", handler((request, value) -> service.hold()))
                .handle(NAME, "Expire", handler((request, value) -> service.expire(request)));
    }

    private static RequestHandler handler(ValueHandler handler) {
        return request -> BytesValue.encode(handler.handle(request, BytesValue.decode(request.payload())));
    }

    /** Throws the status it was asked for: a code, a space, a message. */
    private static byte[] fail(String wanted) throws StatusException {
        int space = wanted.indexOf(' ');
        StatusCode code = StatusCode.of(Integer.parseInt(wanted.substring(0, space)));
        throw new StatusException(code, wanted.substring(space + 1));
    }

    private static String metadata(Metadata metadata) {
        TreeSet<String> keys =
                metadata.entries().stream().map(Metadata.Entry::key).collect(Collectors.toCollection(TreeSet::new));
        return keys.stream()
                .map(key -> key + "=" + String.join(",", metadata.all(key)))
                .collect(Collectors.joining(" "));
    }

    private static String deadline(ServerRequest request) {
        return request.remaining().map(left -> String.valueOf(left.toNanos())).orElse("none");
    }

    private byte[] meet(byte[] value) throws InterruptedException {
        meeting.countDown();
        meeting.await();
        return value;
    }

    private byte[] hold() throws InterruptedException {
        say.accept("waiting");
        never.await();
        throw new AssertionError("nobody ends this");
    }

    private byte[] expire(ServerRequest request) throws InterruptedException {
        say.accept(request.hasDeadline() ? "waiting" : "waiting without a deadline");
        try {
            never.await();
            throw new AssertionError("nobody ends this");
        } catch (InterruptedException e) {
            if (request.isCancelled()) {
                say.accept("expired");
            }
            throw e;
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
