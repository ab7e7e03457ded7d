package io.samehost.transport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.ListenFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.transport.ChildProcess;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.unix.UnixProviders;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes want one path. */
@Timeout(120)
final class SocketFilesProcessTest {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int RACERS = 3;
    private static final int ROUNDS = 60;

    private TemporaryDirectory directory;
    private Path path;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
        path = directory.resolve("s");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    private UnixAddress address(UnixProvider provider) {
        return new UnixAddress(path.toString(), false, provider);
    }

    @ParameterizedTest
    @EnumSource(
            value = UnixProvider.class,
            names = {"JDK", "JUNIXSOCKET"})
    void afterAKillTheNextStartTakesThePathOver(UnixProvider provider) throws Exception {
        try (ChildProcess child = ChildProcess.start()) {
            assertEquals("listening", child.ask("listen " + address(provider) + " 600"));
            child.kill();
        }
        assertEquals(List.of("s", "s.lock"), directory.names());
        try (ListeningSocket socket = Transports.listen(address(provider), ListenOptions.DEFAULT)) {
            Transports.connect(socket.address(), TIMEOUT_NANOS).close();
        }
        assertEquals(List.of(), directory.names());
    }

    @Test
    void aServerInAnotherProcessIsNamedByItsPid() throws Exception {
        try (ChildProcess child = ChildProcess.start()) {
            assertEquals("listening", child.ask("listen " + address(UnixProvider.JDK) + " 600"));
            ListenFailedException failed = assertThrows(
                    ListenFailedException.class,
                    () -> Transports.listen(address(UnixProvider.JDK), ListenOptions.DEFAULT));
            assertEquals(
                    "address is in use by pid " + child.pid() + ": path=" + path
                            + ", stop that server or choose another path",
                    failed.getMessage());
        }
    }

    private void letOthersEnter() throws IOException {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void ofSeveralStartersExactlyOneGetsThePath() throws Exception {
        List<ChildProcess> racers = new ArrayList<>();
        try {
            for (int i = 0; i < RACERS; i++) {
                racers.add(ChildProcess.start());
            }
            for (int round = 0; round < ROUNDS; round++) {
                if (round == ROUNDS / 2) {
                    letOthersEnter(); // and the socket is made out of sight
                }
                if (round % 2 == 1) {
                    leaveStaleSocket();
                }
                race(racers, round);
            }
        } finally {
            racers.forEach(ChildProcess::close);
        }
    }

    private void leaveStaleSocket() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
    }

    private void race(List<ChildProcess> racers, int round) throws IOException {
        for (ChildProcess racer : racers) {
            racer.tell("listen " + address(UnixProvider.JDK) + " 600");
        }
        List<String> answers = new ArrayList<>();
        for (ChildProcess racer : racers) {
            answers.add(racer.answer());
        }
        long winners = answers.stream().filter("listening"::equals).count();
        long losers =
                answers.stream().filter(answer -> answer.startsWith("IN_USE ")).count();
        assertEquals(1, winners, "round=" + round + " answers=" + answers);
        assertEquals(RACERS - 1, losers, "round=" + round + " answers=" + answers);
        Transports.connect(address(UnixProvider.JDK), TIMEOUT_NANOS).close();
        for (ChildProcess racer : racers) {
            assertEquals("closed", racer.ask("close"));
        }
        assertEquals(List.of(), directory.names(), "round=" + round);
    }

    /** Starts and stops without pause, so that lock files come and go under the others' hands. */
    @Test
    void whileOthersStartAndStopThereNeverAreTwoServers() throws Exception {
        try (ChildProcess one = ChildProcess.start();
                ChildProcess two = ChildProcess.start()) {
            int listened = 0;
            for (int round = 0; round < 300; round++) {
                if (round == 150) {
                    letOthersEnter();
                }
                one.tell("listen " + address(UnixProvider.JDK) + " 600");
                two.tell("listen " + address(UnixProvider.JDK) + " 600");
                one.tell("close");
                two.tell("close");
                for (ChildProcess child : List.of(one, two)) {
                    String answer = child.answer();
                    assertTrue(answer.equals("listening") || answer.startsWith("IN_USE"), answer);
                    listened += answer.equals("listening") ? 1 : 0;
                    assertEquals("closed", child.answer());
                }
                assertEquals(List.of(), directory.names(), "round=" + round);
            }
            assertTrue(listened >= 300, "listened=" + listened);
        }
    }

    @Test
    void aLockWhoseFileWasRemovedMeanwhileIsNoLock() throws Exception {
        List<ChildProcess> racers = new ArrayList<>();
        try {
            for (int i = 0; i < RACERS; i++) {
                racers.add(ChildProcess.start());
            }
            for (ChildProcess racer : racers) {
                racer.tell("lock " + path + " 3000");
            }
            for (ChildProcess racer : racers) {
                assertEquals("held 3000", racer.answer());
            }
        } finally {
            racers.forEach(ChildProcess::close);
        }
        assertEquals(List.of(), directory.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077", "177"})
    void theModeDoesNotDependOnTheUmask(String umask) throws Exception {
        List<String> shell = List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh");
        for (UnixProvider provider : List.of(UnixProvider.JDK, UnixProvider.JUNIXSOCKET)) {
            try (ChildProcess child = ChildProcess.start(shell, System.getProperty("java.class.path"))) {
                assertEquals("listening", child.ask("listen " + address(provider) + " 620"));
                assertEquals("rw--w----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("s.lock"))));
                assertEquals("closed", child.ask("close"));
            }
        }
    }

    @Test
    void theJdksPathLoadsNothingOfJunixsocket() throws Exception {
        Path log = directory.resolve("classes");
        try (ChildProcess child = ChildProcess.start("-Xlog:class+load:file=" + log)) {
            assertEquals("listening", child.ask("listen " + address(UnixProvider.ANY) + " 600"));
            assertEquals("connected true", child.ask("connect " + address(UnixProvider.ANY) + " 5000"));
            assertEquals("listening", child.ask("listen tcp:127.0.0.1:0 600"));
            assertEquals("closed", child.ask("close"));
        }
        String loaded = Files.readString(log);
        assertTrue(loaded.contains(UnixProviders.class.getName()));
        assertEquals(
                List.of(),
                loaded.lines().filter(line -> line.contains("newsclub")).toList());
    }

    @Test
    void whatAKilledProcessLeftOfItsPrivateDirectoryIsSweptAway() throws Exception {
        letOthersEnter();
        PrivateDirectory left = PrivateDirectory.beside(path, 106); // and never closed
        Files.createFile(left.socket());
        try (ChildProcess child = ChildProcess.start()) {
            assertEquals("listening", child.ask("listen " + address(UnixProvider.ANY) + " 600"));
            assertEquals(List.of("s", "s.lock"), directory.names());
        }
    }

    @Test
    void aPrivateDirectoryWithSomethingElseInItIsLeftAlone() throws Exception {
        letOthersEnter();
        PrivateDirectory left = PrivateDirectory.beside(path, 106);
        Path other = Files.createFile(left.socket().resolveSibling("other"));
        try (ChildProcess child = ChildProcess.start()) {
            assertEquals("listening", child.ask("listen " + address(UnixProvider.ANY) + " 600"));
            assertTrue(Files.exists(other));
        }
    }

    @Test
    void withoutAPlaceForItsLibraryJunixsocketIsNotTried() throws Exception {
        try (ChildProcess child = ChildProcess.start("-Djava.io.tmpdir=/nonexistent")) {
            assertEquals(
                    "OTHER junixsocket has no place for its native library: address=unix:@sh"
                            + " java.io.tmpdir=/nonexistent, set java.io.tmpdir to a directory that can be written"
                            + " and has room",
                    child.ask("listen unix:@sh 600"));
        }
    }

    @Test
    void onAFullDiskJunixsocketIsNotTried() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        try (ChildProcess child = ChildProcess.start("-Djava.io.tmpdir=" + disk)) {
            String answer = child.ask("listen unix:@sh 600");
            assertTrue(answer.startsWith("OTHER junixsocket has no place for its native library: "), answer);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
