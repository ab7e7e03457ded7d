package io.samehost.client;

import io.samehost.address.Address;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.ServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds between a client and a server, whatever family, provider and engine. */
@ParameterizedClass
@MethodSource("io.samehost.client.Setup#all")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ClientContract {
    static final String SERVICE = "test.Service";
    static final byte[] NO_BYTES = {};

    @Parameter
    Setup setup;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TemporaryDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
    }

    @AfterEach
    void closeAll() throws Exception {
        Collections.reverse(opened);
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        directory.close();
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    final Address address() {
        return setup.way().in(directory.path());
    }

    /** Answers {@code echo} on the reading thread and {@code work} on a handler's, both with what they got. */
    final ServerBuilder builder(Address address) {
        return Server.builder()
                .listen(address)
                .engine(setup.engine())
                .handleInline(SERVICE, "echo", ServerRequest::payload)
                .handle(SERVICE, "work", ServerRequest::payload);
    }

    final ServerBuilder builder() {
        return builder(address());
    }

    final Server start(ServerBuilder builder) throws IOException {
        Server server = builder.start();
        opened.add(() -> server.close(Duration.ZERO));
        return server;
    }

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
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("samehost-callbacks"))
                .toList();
    }
}
