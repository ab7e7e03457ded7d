package io.samehost.client.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.address.Address;
import io.samehost.client.CallOptions;
import io.samehost.client.ClientConfig;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A directory for sockets, in which nothing is left, and servers that answer datagrams. */
@Timeout(60)
abstract class DatagramFixture {
    static final byte[] NOTHING = {};
    static final ClientConfig ANY = ClientConfig.DEFAULT.withAnyServerUser();
    static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));
    static final CallOptions LATE = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(30));
    TemporaryDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (TemporaryDirectory ending = directory) {
            assertEquals(List.of(), ending.names());
        }
    }

    String address(String family) {
        return family.equals("udp") ? "udp:127.0.0.1:0" : "unixgram:" + directory.resolve("s");
    }

    ServerBuilder echo(String family) {
        ServerBuilder builder = family.equals("udp") ? Server.builder().allowAnyUser() : Server.builder();
        return builder.listen(address(family))
                .drainTimeout(Duration.ofMillis(100))
                .handle("demo.Echo", "Echo", request -> request.payload())
                .handleInline("demo.Echo", "Inline", request -> request.payload());
    }

    static Address address(Server server) {
        return server.addresses().get(0);
    }
}
