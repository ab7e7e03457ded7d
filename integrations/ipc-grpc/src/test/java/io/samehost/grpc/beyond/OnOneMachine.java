package io.samehost.grpc.beyond;

import io.samehost.client.Client;
import io.samehost.server.Server;

/** The greeter on samehost. */
final class OnOneMachine {
    private OnOneMachine() {}

    static Server serve(String address) throws Exception {
        Server server =
                Server.builder().listen(address).add(new GreeterService()).start();
        return server;
    }

    static String greet(String address) throws Exception {
        Client client = Client.connect(address);
        GreeterClient greeter = GreeterClient.of(client);
        try (client) {
            return greeter.hello("world");
        }
    }
}
