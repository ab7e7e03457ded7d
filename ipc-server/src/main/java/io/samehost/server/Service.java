package io.samehost.server;

/** Methods that are served together; see {@link Handlers#add}. */
@FunctionalInterface
public interface Service {
    /** Adds a handler for each of its methods, and their schema if they have one. */
    void addTo(Handlers<?> handlers);
}
