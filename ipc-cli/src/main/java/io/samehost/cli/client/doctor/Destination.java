package io.samehost.cli.client.doctor;

import io.samehost.address.Address;
import io.samehost.address.DescriptorAddress;
import io.samehost.address.TcpAddress;
import io.samehost.address.UdpAddress;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixDatagramAddress;
import io.samehost.cli.ExitCode;
import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an address stands for, before anybody connects to it.
 *
 * @param mayComeUp true if what is not there yet is waited for
 */
record Destination(Address address, boolean mayComeUp) {
    /** {@code S_IFMT} and {@code S_IFSOCK} of inode(7). */
    private static final int KIND_BITS = 0170000;

    private static final int SOCKET = 0140000;
    private static final int PERMISSIONS = 07777;

    Finding resolve() throws IOException {
        if (address instanceof TcpAddress tcp) {
            return Finding.ok(tcp.host() + " stands for " + SocketChecks.hosts(tcp));
        }
        if (address instanceof UdpAddress udp) {
            return Finding.ok(udp.host() + " stands for " + SocketChecks.hosts(new TcpAddress(udp.host(), udp.port())));
        }
        if (address instanceof DescriptorAddress descriptor) {
            return Finding.ok("descriptor " + descriptor.number() + " of this program");
        }
        if (address instanceof UnixAddress unix) {
            return unix.isAbstract() ? Finding.ok("an abstract name, which is no file") : file(Path.of(unix.name()));
        }
        return file(Path.of(((UnixDatagramAddress) address).path()));
    }

    /** No more is normalized: behind a link, two dots lead elsewhere. */
    private static Path withoutDot(Path path) {
        return path.startsWith(".") && path.getNameCount() > 1 ? path.subpath(1, path.getNameCount()) : path;
    }

    private Finding file(Path path) throws IOException {
        Path absolute = Path.of("").toAbsolutePath().resolve(withoutDot(path));
        try {
            Map<String, Object> is = Files.readAttributes(absolute, "unix:mode,uid");
            int mode = (int) is.get("mode");
            String of = absolute + " of user " + Users.nameOf((int) is.get("uid")) + ", mode "
                    + String.format("%04o", mode & PERMISSIONS);
            return (mode & KIND_BITS) == SOCKET
                    ? Finding.ok(of)
                    : Finding.broken(of + " is no socket", "check the path", ExitCode.NO_CONNECTION);
        } catch (AccessDeniedException e) {
            return Finding.broken(
                    "may not be looked for: path=" + absolute,
                    "ask the owner of the directory for permission to enter it",
                    ExitCode.REFUSED);
        } catch (FileSystemException e) {
            return mayComeUp
                    ? Finding.note("no such socket file yet: path=" + absolute, "")
                    : Finding.broken(
                            "no such socket file: path=" + absolute,
                            "start the server first or check the path",
                            ExitCode.NO_CONNECTION);
        }
    }
}
