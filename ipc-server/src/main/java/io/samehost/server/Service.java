package io.samehost.server;

/** Methods that are added to a server together; see {@link ServerBuilder#add}. */
public interface Service {
    /** Adds a handler for each of its methods. */
    void addTo(ServerBuilder server);
}
