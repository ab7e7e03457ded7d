package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.fixture.Tools;
import io.samehost.transport.system.Users;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Processes of other users, in a directory that they can read. Needs root; with {@code SAMEHOST_REQUIRE_PEERS=true} a lack
 * of it is a failure.
 */
public final class OtherUsers implements AutoCloseable {
    private final TemporaryDirectory directory;
    private final String classes;

    public OtherUsers() throws IOException {
        Tools.requireThat(Users.ownUid().equals(OptionalInt.of(0)), "only root can start a process as another user");
        Tools.require("setpriv");
        directory = new TemporaryDirectory();
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
        classes = copyClasses() + copyJunixsocket();
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

    /** Returns what it adds to a class path. */
    private String copyJunixsocket() throws IOException {
        StringBuilder copies = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (jar.getFileName().toString().startsWith("junixsocket")) {
                Path copy = Files.copy(jar, directory.resolve("classes").resolve(jar.getFileName()));
                copies.append(File.pathSeparator).append(copy);
            }
        }
        return copies.toString();
    }

    /** Lets every user make files there. */
    public void openDirectory() throws IOException {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    public TemporaryDirectory directory() {
        return directory;
    }

    public Path path() {
        return directory.resolve("s");
    }

    public ChildProcess startAs(String user) throws IOException {
        return startBy("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    }

    /** Starts a process by a program that changes who or where it is. */
    public ChildProcess startBy(String... prefix) throws IOException {
        return ChildProcess.start(new ArrayList<>(List.of(prefix)), classes);
    }

    /** The address, where PATH stands for our path. */
    public String address(String pattern) {
        return pattern.replace("PATH", path().toString());
    }

    /** Listens for everybody. */
    public ListeningSocket listen(String pattern) throws IOException {
        return Transports.listen(Address.parse(address(pattern)), new ListenOptions(5, 0666));
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
