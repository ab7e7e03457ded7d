package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.Address;
import io.samehost.address.ListenFailedException;
import io.samehost.fixture.Tools;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
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
    private OtherUsers users;
    private Path path;

    @BeforeEach
    void prepare() throws IOException {
        users = new OtherUsers();
        path = users.path();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        if (users != null) {
            users.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket", "tcp:127.0.0.1:0", "tcp:[::1]:0"})
    void anotherUserIsKnownAndPermittedOnlyIfAllowed(String address) throws IOException {
        try (ListeningSocket socket = users.listen(address);
                ChildProcess child = users.startAs("65534")) {
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
        try (ListeningSocket socket = users.listen(address);
                ChildProcess child = users.startAs("4242")) {
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
        try (ListeningSocket socket = users.listen("unix:PATH?provider=junixsocket");
                ChildProcess child = users.startAs("65534")) {
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
                ChildProcess child = users.startAs("65534")) {
            assertEquals(
                    "PERMISSION no permission to connect: address=unix:" + path + ", ask the owner of the socket file",
                    child.ask("connect " + socket.address() + " 5000"));
        }
    }

    @Test
    void whoMayNotEnterTheDirectoryHasNoPermission() throws IOException {
        Path closed = Files.createDirectory(
                users.directory().resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (ChildProcess child = users.startAs("65534")) {
            assertTrue(child.ask("connect unix:" + closed + "/s 5000").startsWith("PERMISSION "));
        }
    }

    @Test
    void whoMayNotWriteTheDirectoryCannotListen() throws IOException {
        try (ChildProcess child = users.startAs("65534")) {
            assertTrue(child.ask("listen unix:" + path + " 600")
                    .startsWith("PERMISSION no permission to make a socket: path=" + path + " denied="));
        }
        assertEquals(List.of("classes"), users.directory().names());
    }

    @Test
    void aPortOfRootsCannotBeTaken() throws IOException {
        try (ChildProcess child = users.startAs("65534")) {
            Assumptions.assumeTrue(PrivilegedPorts.firstFree() > 1, "every user may have every port here");
            String answer = child.ask("listen tcp:127.0.0.1:1 600");
            assertTrue(answer.startsWith("PERMISSION cannot listen: address=tcp:127.0.0.1:1 tried="), answer);
        }
    }

    @Test
    void aPlaceOfAnotherUsersLockIsNoPlaceForUs() throws IOException {
        Files.setPosixFilePermissions(users.directory().path(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createFile(
                users.directory().resolve("s.lock"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (ChildProcess child = users.startAs("65534")) {
            assertTrue(child.ask("listen unix:" + path + " 600")
                    .startsWith(
                            "PERMISSION no permission to make a socket: path=" + path + " denied=" + path + ".lock"));
        }
    }

    private static void give(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "s.lock"})
    void rootRemovesNothingThatIsAnotherUsers(String name) throws IOException {
        Path file = users.directory().resolve(name);
        if (name.equals("s")) {
            try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                stale.bind(UnixDomainSocketAddress.of(file));
            }
        } else {
            Files.createFile(file);
        }
        give(file);
        ListenFailedException failed = assertThrows(ListenFailedException.class, () -> users.listen("unix:PATH"));
        assertTrue(failed.getMessage().contains(" of another user ")
                || failed.getMessage().contains("is=file of nobody"));
        assertTrue(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aSocketHasTheGroupThatItsDirectoryGives() throws IOException {
        Files.setAttribute(users.directory().path(), "unix:gid", 4242);
        Files.setAttribute(users.directory().path(), "unix:mode", 02755);
        try (ListeningSocket socket = users.listen("unix:PATH")) {
            assertEquals(4242, Files.getAttribute(path, "unix:gid"));
            assertTrue(socket.channel().isOpen());
        }
    }

    /** There a hard link is another file, which no connect reaches. */
    @ParameterizedTest
    @ValueSource(strings = {"unix:PATH", "unix:PATH?provider=junixsocket"})
    void aSocketOnFuseCanBeConnectedTo(String pattern) throws Exception {
        Tools.require("bindfs");
        Path source = Files.createDirectory(users.directory().resolve("source"));
        Path mount = Files.createDirectory(users.directory().resolve("mount"));
        run("bindfs", source.toString(), mount.toString());
        try (ListeningSocket socket = Transports.listen(
                Address.parse(pattern.replace("PATH", mount.resolve("s").toString())), ListenOptions.DEFAULT)) {
            Transports.connect(socket.address(), TimeUnit.SECONDS.toNanos(10)).close();
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    void aFullDiskIsNamedAndNothingIsLeftOnIt() throws Exception {
        Path disk = Files.createDirectory(users.directory().resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString());
        try {
            Files.write(disk.resolve("full"), new byte[4096]);
            String failure = failureOn(disk);
            assertTrue(failure.startsWith("cannot make a socket: path=" + disk + "/s cause="), failure);
            try (Stream<Path> files = Files.list(disk)) {
                assertEquals(List.of(disk.resolve("full")), files.toList());
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aReadOnlyFileSystemIsNamed() throws Exception {
        Path disk = Files.createDirectory(users.directory().resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString());
        try {
            String failure = failureOn(disk);
            assertTrue(failure.startsWith("cannot make a socket: path=" + disk + "/s cause="), failure);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static String failureOn(Path disk) {
        Address address = Address.parse("unix:" + disk.resolve("s"));
        return assertThrows(ListenFailedException.class, () -> Transports.listen(address, ListenOptions.DEFAULT))
                .getMessage();
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
