package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.address.Address;
import io.samehost.cli.fixture.Fault;
import io.samehost.cli.fixture.FaultyPeers;
import io.samehost.cli.fixture.ServerHealth;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every trouble, on every engine and transport: the server serves on, keeps nothing of it, and ends when it is told to. */
@Tag("faults")
@Timeout(240)
class FaultMatrixTest {
    private static final List<String> TRANSPORTS =
            List.of("unix:%s", "unix:%s?provider=junixsocket", "tcp:127.0.0.1:0");
    private static final List<String> ENGINES = List.of("threads", "loop");

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        if (Files.isDirectory(work.path(Fault.SMALL_DISK))) {
            new ProcessBuilder("umount", "--lazy", work.path(Fault.SMALL_DISK).toString())
                    .start()
                    .waitFor();
        }
        work.close();
    }

    static Stream<Arguments> matrix() {
        return Stream.of(Fault.values())
                .flatMap(fault -> TRANSPORTS.stream()
                        .flatMap(transport -> ENGINES.stream().map(engine -> Arguments.of(fault, transport, engine))));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void theServerOutlivesIt(Fault fault, String transport, String engine) throws Exception {
        Path place = place(fault);
        ServerProcess server = start(fault, String.format(transport, place.resolve("s")), engine);
        Address address = Address.parse(server.address());
        ServerHealth health = ServerHealth.of(server, address);
        try (FaultyPeers peers = new FaultyPeers(address, place)) {
            fault.inflict(server, address, peers);
            if (fault.isServedMeanwhile()) {
                ServerHealth.goodCall(address);
            }
        }
        if (!server.isAlive()) {
            server = start(fault, server.address(), engine);
            health = ServerHealth.of(server, address);
        }
        health.assertRecovered();
        health.assertServesAtOnce(fault.places());
        health.assertRecovered();
        server.kill("TERM");
        assertEquals(143, server.exitCode());
        assertEquals(List.of(), names(place, "s"));
    }

    /** The place of the socket. */
    private Path place(Fault fault) throws Exception {
        if (fault.needsSmallDisk()) {
            requireRoot();
            Path disk = Files.createDirectory(work.path(Fault.SMALL_DISK));
            run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
            return disk;
        }
        if (fault.needsOtherUser()) {
            requireRoot();
            Path open = Files.createDirectory(work.path("open"));
            return Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return Files.createDirectory(work.path("own"));
    }

    private static void requireRoot() {
        Tools.requireThat(System.getProperty("user.name").equals("root"), "only root can mount, or be another user");
    }

    private ServerProcess start(Fault fault, String address, String engine) throws Exception {
        String classPath = fault.needsOtherUser() ? work.readableClassPath() : System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(fault.limits());
        List<String> java = Workplace.java(classPath, IpcServer.class, "rpc", "-l", address, "--engine", engine);
        command.add(java.get(0));
        command.addAll(fault.javaOptions());
        command.addAll(java.subList(1, java.size()));
        command.addAll(fault.options());
        if (fault.places() != Fault.UNLIMITED) {
            command.addAll(List.of("--max-connections", Integer.toString(fault.places())));
        }
        return work.server(command, Map.of());
    }

    private static List<String> names(Path directory, String prefix) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
