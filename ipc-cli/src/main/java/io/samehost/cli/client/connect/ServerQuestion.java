package io.samehost.cli.client.connect;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.DatagramClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks a server about itself: a method of {@code samehost.Server} without a request, over streams or datagrams. */
public interface ServerQuestion {
    byte[] ask(String method) throws IOException, CallException;

    static ServerQuestion by(Client client, CallOptions options) {
        return method -> client.call("samehost.Server", method, new byte[0], options);
    }

    static ServerQuestion by(DatagramClient client, CallOptions options) {
        return method -> client.callIdempotent("samehost.Server", method, new byte[0], options);
    }

    /** The names of all methods; a server of others has no list. */
    default List<String> methods() throws IOException, CallException {
        return new String(ask("List"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }
}
