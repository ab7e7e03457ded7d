package io.samehost.cli.server;

import io.samehost.address.Address;
import io.samehost.cli.Arguments;
import io.samehost.server.EngineKind;
import io.samehost.server.ServerBuilder;
import io.samehost.server.flood.FloodCounter;
import io.samehost.server.raw.ChatService;
import io.samehost.server.raw.EchoService;
import io.samehost.server.raw.HelloService;
import io.samehost.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One server as a plain command line has it: the name of what it serves, and where. */
record ServeRequest(String service, ServeOptions options) {

    /**
     * Reads the plain command lines, and leaves every other one, the wrong ones included, to {@link ServerCommand}: reading
     * its annotations takes longer than all the rest up to the ready line. Begins to prepare the sockets that are named.
     *
     * @return empty where this is no server, or has anything unusual in it
     */
    static Optional<ServeRequest> plain(String[] arguments) {
        if (arguments.length == 0
                || !Arguments.areReadable(arguments)
                || !List.of("hello", "echo", "chat", "rpc").contains(arguments[0])) {
            return Optional.empty();
        }
        List<Address> addresses = new ArrayList<>();
        Optional<EngineKind> engine = Optional.empty();
        boolean json = false;
        try {
            for (int i = 1; i < arguments.length; i++) {
                String argument = arguments[i];
                boolean more = i + 1 < arguments.length;
                if (argument.equals("--json") && !json) {
                    json = true;
                } else if ((argument.equals("-l") || argument.equals("--listen")) && more) {
                    Address address = Address.parse(arguments[++i]);
                    Transports.prepare(address);
                    addresses.add(address);
                } else if (argument.equals("--engine") && more && engine.isEmpty()) {
                    engine = Optional.of(ServeOptions.engine(arguments[++i]));
                } else {
                    return Optional.empty();
                }
            }
        } catch (IllegalArgumentException wrong) {
            return Optional.empty(); // there it is said in full
        }
        return Optional.of(
                new ServeRequest(arguments[0], ServeOptions.of(addresses, engine.orElse(EngineKind.THREADS), json)));
    }

    /** Begins to prepare the sockets of a command line that names none. */
    void prepareDefaults() {
        if (!options.namesAddresses()) {
            options.addresses().forEach(Transports::prepare);
        }
    }

    void addTo(ServerBuilder builder) {
        switch (service) {
            case "hello" -> builder.raw(new HelloService());
            case "echo" -> builder.raw(new EchoService());
            case "chat" -> builder.raw(new ChatService());
            default -> FloodCounter.addTo(builder);
        }
    }
}
