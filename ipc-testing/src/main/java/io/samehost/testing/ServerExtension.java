package io.samehost.testing;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server and a client for each test, over a real socket: what is sent is encoded, and what comes back was decoded.
 *
 * <pre>{@code
 * class GreeterTest {
 *     @RegisterExtension
 *     final ServerExtension greeter =
 *             ServerExtension.serving(builder -> builder.handle("demo.Greeter", "Hello", Greeter::hello));
 *
 *     @Test
 *     void greets() throws Exception {
 *         assertArrayEquals(HELLO, greeter.client().call("demo.Greeter", "Hello", NAME));
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has a socket in a temporary directory of its own, or a free port, so tests may run in parallel. After the test
 * all is closed, and nothing is left behind. A test that leaves a connection of its own open fails. Handlers are interrupted; one
 * that goes on is not noticed. To be kept in an instance field: one in a static field would be shared by all tests of the class.
 */
public final class ServerExtension implements BeforeEachCallback, AfterEachCallback {
    /** For what has ended to be noticed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long PAUSE_MILLIS = 5;

    private final Consumer<ServerBuilder> service;
    private final ClientConfig config;
    private final boolean tcp;
    private final List<Client> clients = new ArrayList<>();
    private Optional<Path> directory = Optional.empty();
    private Optional<Server> server = Optional.empty();

    private ServerExtension(Consumer<ServerBuilder> service, ClientConfig config, boolean tcp) {
        this.service = service;
        this.config = config;
        this.tcp = tcp;
    }

    /** Serves over AF_UNIX what {@code service} adds; it may set anything but an address. */
    public static ServerExtension serving(Consumer<ServerBuilder> service) {
        return new ServerExtension(service, ClientConfig.DEFAULT, false);
    }

    /** The same over TCP loopback, on a free port. */
    public ServerExtension overTcp() {
        return new ServerExtension(service, config, true);
    }

    /** The same with settings for {@link #client}. */
    public ServerExtension withConfig(ClientConfig newConfig) {
        return new ServerExtension(service, newConfig, tcp);
    }

    /** The server of the test that runs. */
    public synchronized Server server() {
        return server.orElseThrow(() -> new IllegalStateException("no test runs now"));
    }

    /** Where it listens. */
    public Address address() {
        return server().addresses().get(0);
    }

    /** The client of the test that runs, the same one each time. It is closed after the test. */
    public synchronized Client client() throws IOException {
        return clients.isEmpty() ? connect(config) : clients.get(0);
    }

    /** A further client, with settings of its own. It is closed after the test. */
    public synchronized Client connect(ClientConfig other) throws IOException {
        Client client = Client.connect(address(), other);
        clients.add(client);
        return client;
    }

    @Override
    public synchronized void beforeEach(ExtensionContext context) throws IOException {
        if (server.isPresent()) {
            throw new IllegalStateException(
                    "a test of this server runs already: keep the extension in an instance field");
        }
        ServerBuilder builder = Server.builder();
        if (tcp) {
            builder.listen("tcp:127.0.0.1:0");
        } else {
            Path made = Files.createTempDirectory("sh");
            directory = Optional.of(made);
            builder.listen("unix:" + made.resolve("s"));
        }
        service.accept(builder);
        server = Optional.of(builder.start());
    }

    /** @throws IOException if the server does not close well */
    @Override
    public synchronized void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        if (server.isEmpty()) {
            deleteDirectory(); // it did not start
            return;
        }
        Server ending = server.get();
        server = Optional.empty();
        int connections;
        try {
            closeClients(ending);
            connections = awaitConnectionsOfOthers(ending);
        } finally {
            ending.close(PATIENCE);
            deleteDirectory();
        }
        if (connections > 0) {
            throw new AssertionError("the test has left connections open: count=" + connections
                    + ", close each client, or have it from connect()");
        }
    }

    private void closeClients(Server ending) throws IOException {
        try {
            if (!ending.isClosing()) { // by the test itself
                awaitAllAccepted(ending);
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
            clients.clear();
        }
    }

    /** Connections are accepted in order: once another one is answered, none waits in the backlog uncounted. */
    private static void awaitAllAccepted(Server server) throws IOException {
        ClientConfig brief = ClientConfig.DEFAULT.withCallTimeout(PATIENCE);
        try (Client probe = Client.connect(server.addresses().get(0), brief)) {
            probe.call("samehost.Echo", "Echo", new byte[0]);
        } catch (CallException | ConnectionClosedException e) {
            return; // no echo there, or a service of bytes: an answer all the same; or no room for one more connection
        }
    }

    private static int awaitConnectionsOfOthers(Server server) throws InterruptedException {
        long beganNanos = System.nanoTime();
        while (server.connectionCount() > 0 && System.nanoTime() - beganNanos < PATIENCE.toNanos()) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return server.connectionCount();
    }

    private void deleteDirectory() throws IOException {
        if (directory.isPresent()) {
            try (Stream<Path> files = Files.walk(directory.get())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
            directory = Optional.empty();
        }
    }
}
