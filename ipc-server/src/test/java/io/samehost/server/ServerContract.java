package io.samehost.server;

import io.samehost.address.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every family, provider and engine: the same tests run over all of them. */
@ParameterizedClass
@MethodSource("io.samehost.server.Setup#all")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ServerContract {
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

    final Address address() {
        return setup.way().in(directory.path());
    }

    final Path directory() {
        return directory.path();
    }

    /** A server that answers {@code echo} on the reading thread and {@code work} on a handler's, both with what they got. */
    final ServerBuilder builder() {
        return Server.builder()
                .listen(address())
                .engine(setup.engine())
                .handleInline(Bytes.SERVICE, "echo", ServerRequest::payload)
                .handle(Bytes.SERVICE, "work", ServerRequest::payload);
    }

    final Server start(ServerBuilder builder) throws IOException {
        Server server = builder.start();
        // what a test leaves at work should not hold it up
        opened.add(() -> server.close(Duration.ZERO));
        return server;
    }

    final Server start() throws IOException {
        return start(builder());
    }

    final RawPeer connect(Server server) throws IOException {
        RawPeer peer = RawPeer.connect(server.addresses().get(0));
        opened.add(peer);
        return peer;
    }

    static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    static List<String> threadsOfServers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("samehost-"))
                .toList();
    }
}
