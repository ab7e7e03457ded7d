package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.samehost.address.Address;
import java.io.File;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that is another user. Needs root; with {@code SAMEHOST_REQUIRE_PEERS=true} a lack of it is a failure. */
@Timeout(60)
final class OtherUserTest {
    private static final String REQUIRE = "SAMEHOST_REQUIRE_PEERS";

    private ShortDirectory directory;
    private Path path;
    private Path classes;

    @BeforeEach
    void makeDirectory() throws IOException {
        requireThat(Users.ownUid().equals(OptionalInt.of(0)), "only root can start a process as another user");
        requireThat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "setpriv"))),
                "there is no setpriv (util-linux)");
        directory = new ShortDirectory();
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
        path = directory.resolve("s");
        classes = copyClasses();
    }

    private static void requireThat(boolean holds, String otherwise) {
        if (!holds && (Boolean.getBoolean(REQUIRE) || Boolean.parseBoolean(System.getenv(REQUIRE)))) {
            fail(otherwise);
        }
        Assumptions.assumeTrue(holds, otherwise);
    }

    @AfterEach
    void removeDirectory() throws IOException {
        if (directory != null) {
            directory.close();
        }
    }

    /** Another user may not be able to read where the project lies. */
    private Path copyClasses() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("classes"));
        for (Class<?> root : List.of(Transports.class, TransportProgram.class)) {
            Path from = Path.of(
                    root.getProtectionDomain().getCodeSource().getLocation().getPath());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = copy.resolve(from.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    private ChildProcess startAs(String user) throws IOException {
        return ChildProcess.start(
                List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"), classes.toString());
    }

    private ListeningSocket listen(String address) throws IOException {
        return Transports.listen(Address.parse(address.replace("PATH", path.toString())), new ListenOptions(5, 0666));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:0", "tcp:[::1]:0"})
    void anotherUserIsKnownAndPermittedOnlyIfAllowed(String address) throws IOException {
        try (ListeningSocket socket = listen(address);
                ChildProcess child = startAs("65534")) {
            child.tell("connect " + socket.address().toString().replaceFirst("\\?.*", "") + " 5000");
            try (SocketChannel server = socket.channel().accept()) {
                assertTrue(child.answer().startsWith("connected"));
                Optional<PeerCredentials> peer = PeerCredentials.of(server);
                assertEquals("nobody", peer.orElseThrow().user());
                assertFalse(PeerPolicy.sameUser().permits(peer));
                assertTrue(PeerPolicy.sameUser().alsoAllow("nobody").permits(peer));
                assertTrue(PeerPolicy.sameUser().alsoAllow("65534").permits(peer));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:0"})
    void aUserWithoutANameIsKnownByNumber(String address) throws IOException {
        try (ListeningSocket socket = listen(address);
                ChildProcess child = startAs("4242")) {
            child.tell("connect " + socket.address().toString().replaceFirst("\\?.*", "") + " 5000");
            try (SocketChannel server = socket.channel().accept()) {
                assertTrue(child.answer().startsWith("connected"));
                Optional<PeerCredentials> peer = PeerCredentials.of(server);
                assertEquals("4242", peer.orElseThrow().user());
                assertFalse(PeerPolicy.sameUser().permits(peer));
                assertTrue(PeerPolicy.sameUser().alsoAllow("4242").permits(peer));
            }
        }
    }

    @Test
    void junixsocketTellsThePidOfAnotherUsersProcess() throws IOException {
        try (ListeningSocket socket = listen("unix:PATH?provider=junixsocket");
                ChildProcess child = startAs("65534")) {
            child.tell("connect unix:" + path + " 5000");
            try (SocketChannel server = socket.channel().accept()) {
                assertTrue(child.answer().startsWith("connected"));
                PeerCredentials peer = PeerCredentials.of(server).orElseThrow();
                assertEquals(OptionalInt.of(65_534), peer.uid());
                assertEquals(OptionalInt.of((int) child.pid()), peer.pid());
            }
        }
    }

    @Test
    void whoMayNotWriteTheSocketFileHasNoPermission() throws IOException {
        Address address = Address.parse("unix:" + path);
        try (ListeningSocket socket = Transports.listen(address, ListenOptions.DEFAULT);
                ChildProcess child = startAs("65534")) {
            assertEquals(
                    "PERMISSION no permission to connect: address=unix:" + path + ", ask the owner of the socket file",
                    child.ask("connect " + socket.address() + " 5000"));
        }
    }

    @Test
    void whoMayNotEnterTheDirectoryHasNoPermission() throws IOException {
        Path closed = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (ChildProcess child = startAs("65534")) {
            assertTrue(child.ask("connect unix:" + closed + "/s 5000").startsWith("PERMISSION "));
        }
    }

    @Test
    void whoMayNotWriteTheDirectoryCannotListen() throws IOException {
        try (ChildProcess child = startAs("65534")) {
            assertTrue(child.ask("listen unix:" + path + " 600")
                    .startsWith("PERMISSION no permission to make a socket: path=" + path + " denied="));
        }
        assertEquals(List.of("classes"), directory.names());
    }

    @Test
    void aPortOfRootsCannotBeTaken() throws IOException {
        try (ChildProcess child = startAs("65534")) {
            Assumptions.assumeTrue(Platform.firstFreePort() > 1, "every user may have every port here");
            String answer = child.ask("listen tcp:127.0.0.1:1 600");
            assertTrue(answer.startsWith("PERMISSION cannot listen: address=tcp:127.0.0.1:1 tried="), answer);
        }
    }

    @Test
    void aPlaceOfAnotherUsersLockIsNoPlaceForUs() throws IOException {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createFile(
                directory.resolve("s.lock"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (ChildProcess child = startAs("65534")) {
            assertTrue(child.ask("listen unix:" + path + " 600")
                    .startsWith(
                            "PERMISSION no permission to make a socket: path=" + path + " denied=" + path + ".lock"));
        }
    }
}
