package io.samehost.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which handler answers which method. Immutable once the server runs. */
final class Services {

    /** How a method is answered. */
    sealed interface Method {}

    /**
     * One request, one response. An inline handler runs on the thread that reads, and must not block; one of them may
     * go on answering while the server closes. Of any other the pace says whether it may be tried there.
     */
    record Unary(RequestHandler handler, boolean inline, boolean whileDraining, Pace pace) implements Method {
        Unary(RequestHandler handler, boolean inline, boolean whileDraining) {
            this(handler, inline, whileDraining, new Pace());
        }

        Unary(RequestHandler handler, boolean inline) {
            this(handler, inline, false);
        }
    }

    /** A stream in either direction or both. */
    record Streaming(StreamHandler handler) implements Method {}

    private final Map<String, Map<String, Method>> services = new LinkedHashMap<>();

    /**
     * Adds a method.
     *
     * @throws IllegalArgumentException if it is there already
     */
    void add(String service, String name, Method method) {
        Method before =
                services.computeIfAbsent(service, key -> new LinkedHashMap<>()).putIfAbsent(name, method);
        if (before != null) {
            throw new IllegalArgumentException("method has a handler already: method=" + service + "/" + name);
        }
    }

    void addIfAbsent(String service, String name, Method method) {
        services.computeIfAbsent(service, key -> new LinkedHashMap<>()).putIfAbsent(name, method);
    }

    /** Puts {@code interceptors} around every method, the first one outermost. */
    Services intercepted(List<ServerInterceptor> interceptors) {
        Services result = new Services();
        services.forEach((service, methods) ->
                methods.forEach((name, method) -> result.add(service, name, intercepted(method, interceptors))));
        return result;
    }

    private static Method intercepted(Method method, List<ServerInterceptor> interceptors) {
        Method result = method;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            ServerInterceptor interceptor = interceptors.get(i);
            if (result instanceof Unary unary) {
                RequestHandler next = unary.handler();
                result = new Unary(request -> interceptor.call(request, next), unary.inline(), unary.whileDraining());
            } else if (result instanceof Streaming streaming) {
                StreamHandler next = streaming.handler();
                result = new Streaming(stream -> interceptor.stream(stream, next));
            }
        }
        return result;
    }

    /** Every method with its kind, as {@code samehost.Server/List} prints it. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        services.forEach((service, methods) -> methods.forEach(
                (name, method) -> names.add(service + "/" + name + (method instanceof Unary ? " unary" : " stream"))));
        return names.stream().sorted().toList();
    }

    boolean isEmpty() {
        return services.isEmpty();
    }

    boolean hasService(String service) {
        return services.containsKey(service);
    }

    Optional<Method> find(String service, String name) {
        Map<String, Method> methods = services.get(service);
        return methods == null ? Optional.empty() : Optional.ofNullable(methods.get(name));
    }
}
