package io.samehost.server.rpc;

import io.samehost.server.handler.BidiHandler;
import io.samehost.server.handler.ClientStreamHandler;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerStreamHandler;
import io.samehost.server.handler.StatusException;
import io.samehost.server.turn.HandlerPace;
import io.samehost.wire.StatusCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The handlers by their methods. Immutable once the server runs. */
public final class Services {

    /** The kinds of methods. */
    public sealed interface Served {}

    /**
     * One request, one response. An inline handler runs on the thread that reads, and must not block; one of them may
     * go on answering while the server closes. Of any other the pace says whether it may be tried there.
     */
    public record Unary(RequestHandler handler, boolean inline, boolean whileDraining, HandlerPace pace)
            implements Served {
        public Unary(RequestHandler handler, boolean inline, boolean whileDraining) {
            this(handler, inline, whileDraining, new HandlerPace());
        }

        public Unary(RequestHandler handler, boolean inline) {
            this(handler, inline, false);
        }
    }

    /**
     * A stream in either direction or both. To the handler every kind looks like both: it receives the request of a server
     * stream as a message, and sends the answer of a client stream as one.
     */
    public record Streaming(StreamKind kind, BidiHandler<byte[], byte[]> handler) implements Served {
        public static Streaming fromClient(ClientStreamHandler<byte[], byte[]> handler) {
            return new Streaming(StreamKind.CLIENT_STREAM, stream -> {
                byte[] answer = handler.handle(stream);
                if (answer == null) {
                    throw new StatusException(
                            StatusCode.INTERNAL, "handler returned null: " + Dispatcher.nameOf(stream.request()));
                }
                stream.send(answer);
            });
        }

        public static Streaming fromServer(ServerStreamHandler<byte[], byte[]> handler) {
            return new Streaming(
                    StreamKind.SERVER_STREAM,
                    stream -> handler.handle(stream.receive().orElseThrow(), stream));
        }

        public static Streaming fromBoth(BidiHandler<byte[], byte[]> handler) {
            return new Streaming(StreamKind.BIDI_STREAM, handler);
        }
    }

    private final Map<String, Map<String, Served>> services = new LinkedHashMap<>();

    /**
     * Adds a method.
     *
     * @throws IllegalArgumentException if it is there already
     */
    public void add(String service, String name, Served method) {
        Served before =
                services.computeIfAbsent(service, key -> new LinkedHashMap<>()).putIfAbsent(name, method);
        if (before != null) {
            throw new IllegalArgumentException("method has a handler already: method=" + service + "/" + name);
        }
    }

    public void addIfAbsent(String service, String name, Served method) {
        services.computeIfAbsent(service, key -> new LinkedHashMap<>()).putIfAbsent(name, method);
    }

    /** Puts {@code interceptors} around every method, the first one outermost. */
    public Services intercepted(List<ServerInterceptor> interceptors) {
        Services result = new Services();
        services.forEach((service, methods) ->
                methods.forEach((name, method) -> result.add(service, name, intercepted(method, interceptors))));
        return result;
    }

    private static Served intercepted(Served method, List<ServerInterceptor> interceptors) {
        Served result = method;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            ServerInterceptor interceptor = interceptors.get(i);
            if (result instanceof Unary unary) {
                RequestHandler next = unary.handler();
                result = new Unary(
                        request -> interceptor.call(interceptor.prepare(request), next),
                        unary.inline(),
                        unary.whileDraining());
            } else if (result instanceof Streaming streaming) {
                BidiHandler<byte[], byte[]> next = streaming.handler();
                result = new Streaming(
                        streaming.kind(), stream -> interceptor.stream(PreparedStream.by(interceptor, stream), next));
            }
        }
        return result;
    }

    /** A method with its names. */
    public record Named(String service, String name, Served served) {}

    /** Every method, those of one service one after the other. */
    public List<Named> all() {
        List<Named> all = new ArrayList<>();
        services.forEach(
                (service, methods) -> methods.forEach((name, method) -> all.add(new Named(service, name, method))));
        return all;
    }

    /** Every method with its kind, as {@code samehost.Server/List} prints it. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        services.forEach((service, methods) ->
                methods.forEach((name, method) -> names.add(service + "/" + name + " " + kindOf(method))));
        return names.stream().sorted().toList();
    }

    private static String kindOf(Served method) {
        return method instanceof Streaming streaming ? streaming.kind().word() : "unary";
    }

    public boolean isEmpty() {
        return services.isEmpty();
    }

    public boolean hasService(String service) {
        return services.containsKey(service);
    }

    Optional<Served> find(String service, String name) {
        Map<String, Served> methods = services.get(service);
        return methods == null ? Optional.empty() : Optional.ofNullable(methods.get(name));
    }
}
