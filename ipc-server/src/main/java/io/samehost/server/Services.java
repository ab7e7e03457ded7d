package io.samehost.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which handler answers which method. Immutable once the server runs. */
final class Services {

    /** How a method is answered. */
    sealed interface Method {}

    /** One request, one response. An inline handler runs on the thread that reads, and must not block. */
    record Unary(RequestHandler handler, boolean inline) implements Method {}

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
