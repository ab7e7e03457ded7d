package io.samehost.client;

import io.samehost.server.Server;
import io.samehost.server.fixture.EverySetupFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Connects a client to a server, over every family, provider and engine. */
abstract class ClientFixture extends EverySetupFixture {
    static final byte[] NO_BYTES = {};

    final Client connect(Server server) throws IOException {
        return keep(Client.connect(server.addresses().get(0)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String echo(Client client, String text) throws IOException, CallException {
        return text(client.call(SERVICE, "echo", bytes(text)));
    }

    static List<String> threadsOfClients() {
        return threads("samehost-callbacks");
    }
}
