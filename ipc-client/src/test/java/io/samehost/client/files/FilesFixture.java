package io.samehost.client.files;

import io.samehost.address.Address;
import io.samehost.client.Client;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.files.FilesService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A served directory, a server for it, a client, and a directory for downloads. */
final class FilesFixture implements AutoCloseable {
    private final TemporaryDirectory top;
    private final Server server;
    private final Client client;

    private FilesFixture(TemporaryDirectory top, Server server, Client client) {
        this.top = top;
        this.server = server;
        this.client = client;
    }

    static FilesFixture start(String addressPattern, EngineKind engine) throws IOException {
        TemporaryDirectory top = new TemporaryDirectory();
        Files.createDirectory(top.resolve("served"));
        Files.createDirectory(top.resolve("here"));
        Server server = Server.builder()
                .add(new FilesService(top.resolve("served")))
                .listen(String.format(addressPattern, top.path()))
                .engine(engine)
                .start();
        return new FilesFixture(top, server, Client.connect(server.addresses().get(0)));
    }

    static FilesFixture start() throws IOException {
        return start("unix:%s/s", EngineKind.THREADS);
    }

    Client client() {
        return client;
    }

    RemoteFiles files() {
        return new RemoteFiles(client);
    }

    Address address() {
        return server.addresses().get(0);
    }

    Path served(String name) {
        return top.resolve("served").resolve(name);
    }

    Path here(String name) {
        return top.resolve("here").resolve(name);
    }

    /** Names in the directory for downloads. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(top.resolve("here"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Serves random bytes, the same ones for the same seed. */
    byte[] serve(String name, int lengthBytes, int seed) throws IOException {
        byte[] content = new byte[lengthBytes];
        new Random(seed).nextBytes(content);
        Files.write(served(name), content);
        return content;
    }

    /** Downloads until so much has arrived, and fails then. */
    void interruptAt(long bytes, String name, Path target) {
        DownloadListener interrupting = new DownloadListener() {
            @Override
            public void received(long totalBytes) {
                if (totalBytes >= bytes) {
                    throw new Interrupted();
                }
            }
        };
        try {
            files().download(name, target, interrupting);
        } catch (Interrupted expected) {
            return;
        } catch (Exception e) {
            throw new AssertionError("download failed by itself", e);
        }
        throw new AssertionError("download was over before: bytes=" + bytes);
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        top.close();
    }
}
