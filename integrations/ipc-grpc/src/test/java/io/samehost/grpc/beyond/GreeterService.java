package io.samehost.grpc.beyond;

import io.samehost.server.Handlers;
import io.samehost.server.Service;
import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;

/** Greets; it knows nothing of how it is called. */
final class GreeterService implements Service {
    static final Method<String, String> HELLO =
            new Method<>("demo.Greeter", "Hello", Marshaller.UTF_8, Marshaller.UTF_8);

    @Override
    public void addTo(Handlers<?> handlers) {
        handlers.handle(HELLO, (name, request) -> "Hello, " + name + "!");
    }
}
