package io.samehost.server.raw;

import io.samehost.address.TcpAddress;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.session.RawService;
import io.samehost.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A server of one raw service in a directory of its own, and plain sockets as its clients. */
final class RawServer implements AutoCloseable {

    /** A family and provider, with an engine. */
    record Kind(String family, EngineKind engine) {
        static Stream<Kind> all() {
            return Stream.of("unix", "junixsocket", "tcp")
                    .flatMap(family -> Stream.of(EngineKind.values()).map(engine -> new Kind(family, engine)));
        }

        private String address(Path directory) {
            return switch (family) {
                case "unix" -> "unix:" + directory.resolve("s");
                case "junixsocket" -> "unix:" + directory.resolve("s") + "?provider=junixsocket";
                default -> "tcp:127.0.0.1:0";
            };
        }
    }

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final Server server;

    RawServer(Kind kind, RawService service) throws IOException {
        this(kind, service, builder -> builder);
    }

    /** With other settings. */
    RawServer(Kind kind, RawService service, UnaryOperator<ServerBuilder> settings) throws IOException {
        ServerBuilder builder = Server.builder()
                .listen(kind.address(directory.path()))
                .engine(kind.engine())
                .drainTimeout(Duration.ofMillis(100));
        server = settings.apply(builder).raw(service).start();
    }

    Path directory() {
        return directory.path();
    }

    Path socket() {
        return directory.resolve("s");
    }

    String address() {
        return server.addresses().get(0).toString();
    }

    int connectionCount() {
        return server.connectionCount();
    }

    SocketChannel connect() throws IOException {
        return Transports.connect(server.addresses().get(0), TimeUnit.SECONDS.toNanos(10));
    }

    /** For a client that does not read: TCP would take megabytes until the server notices. */
    SocketChannel connectWithSmallBuffer() throws IOException {
        if (!(server.addresses().get(0) instanceof TcpAddress tcp)) {
            return connect();
        }
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(tcp.resolve().get(0));
        return channel;
    }

    static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    static void write(SocketChannel channel, String text) throws IOException {
        write(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
        while (channel.read(in) >= 0) {
            byte[] piece = new byte[in.flip().remaining()];
            in.get(piece);
            all.writeBytes(piece);
            in.clear();
        }
        return all.toByteArray();
    }

    static String readText(SocketChannel channel) throws IOException {
        return new String(readAll(channel), StandardCharsets.UTF_8);
    }

    /** Up to the next line feed, which is left out. */
    static String readLine(SocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        while (channel.read(one.clear()) == 1 && one.get(0) != '\n') {
            line.write(one.get(0));
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        directory.close();
    }
}
