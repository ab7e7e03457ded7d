package io.samehost.cli.client.doctor;

import io.samehost.address.Address;
import io.samehost.address.TcpAddress;
import io.samehost.cli.Failure;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether sockets of each kind can be made here: each is listened on, connected to, and carries a byte. */
final class SocketChecks {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final String FOR_TCP = "tcp: addresses work without it";

    private final Scratch scratch;

    SocketChecks(Scratch scratch) {
        this.scratch = scratch;
    }

    List<Check> all() {
        return List.of(
                new Check("AF_UNIX by the JDK", this::byJdk),
                new Check("AF_UNIX by junixsocket", this::byJunixsocket),
                new Check("abstract names", SocketChecks::abstractName),
                new Check("loopback IPv4", () -> loopback("tcp:127.0.0.1:0")),
                new Check("loopback IPv6", SocketChecks::loopbackV6),
                new Check("localhost", SocketChecks::localhost),
                new Check("who is there on TCP", SocketChecks::whoIsThere));
    }

    /** Looks at the two ends of a connection. */
    private interface Look {
        Finding at(SocketChannel client, SocketChannel accepted, ListeningSocket socket) throws IOException;
    }

    private static Finding roundTrip(Address address, Look look) throws IOException {
        try (ListeningSocket socket = Transports.listen(address, ListenOptions.DEFAULT);
                SocketChannel client = Transports.connect(socket.address(), CONNECT_NANOS);
                SocketChannel accepted = socket.accept()) {
            Finding finding = look.at(client, accepted, socket);
            client.write(ByteBuffer.wrap(new byte[] {1}));
            if (accepted.read(ByteBuffer.allocate(1)) != 1) {
                throw new IOException("a byte did not arrive: address=" + socket.address());
            }
            return finding;
        }
    }

    private Finding byJdk() throws IOException {
        Path place;
        try {
            place = scratch.directory();
        } catch (IOException e) {
            return Finding.broken(
                    "no socket file can be made in the temporary directory: " + Failure.inWords(e),
                    Places.TEMPORARY_FIX);
        }
        try {
            return roundTrip(
                    Address.parse("unix:" + place + "/jdk?provider=jdk"),
                    (client, accepted, socket) -> Finding.ok("a socket file in " + place.getParent() + " answers"));
        } catch (IOException e) {
            return Finding.broken(Failure.inWords(e), FOR_TCP + "; a sandbox may forbid AF_UNIX");
        }
    }

    /** Its library is unpacked in the first of these directories from which it can be loaded. */
    private Finding byJunixsocket() throws IOException {
        List<String> places = Stream.of("java.io.tmpdir", "user.home", "user.dir")
                .map(System::getProperty)
                .distinct()
                .toList();
        try {
            return roundTrip(
                    Address.parse("unix:" + scratch.directory() + "/junixsocket?provider=junixsocket"),
                    (client, accepted, socket) -> Finding.ok("answers; its native library is " + library()));
        } catch (IOException | RuntimeException | LinkageError e) {
            String why = e instanceof IOException io ? Failure.inWords(io) : String.valueOf(e);
            String noexec = places.stream().filter(Places::isNoexec).collect(Collectors.joining(", "));
            return Finding.broken(
                    why + "; directories tried for its native library: " + String.join(", ", places)
                            + (noexec.isEmpty()
                                    ? ""
                                    : "; mounted noexec, so that none is loaded from there: " + noexec),
                    noexec.isEmpty() ? Places.TEMPORARY_FIX : Places.NOEXEC_FIX);
        }
    }

    private static String library() {
        return SystemFile.text("/proc/self/maps").stream()
                .flatMap(String::lines)
                .filter(line -> line.contains("libjunixsocket"))
                .map(line -> line.substring(line.indexOf('/')).replace(" (deleted)", ", deleted since"))
                .findFirst()
                .orElse("loaded");
    }

    private static Finding abstractName() throws IOException {
        String name = "doctor-of-samehost-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try {
            return roundTrip(
                    Address.parse("unix:@" + name), (client, accepted, socket) -> Finding.ok("unix:@NAME answers"));
        } catch (IOException | LinkageError e) {
            return Finding.broken(String.valueOf(e.getMessage()), "use socket files; abstract names need junixsocket");
        }
    }

    private static Finding loopback(String address) {
        try {
            return roundTrip(
                    Address.parse(address),
                    (client, accepted, socket) ->
                            Finding.ok(host((InetSocketAddress) client.getRemoteAddress()) + " answers"));
        } catch (IOException e) {
            return Finding.broken(Failure.inWords(e), "set the loopback interface up: ip link set lo up");
        }
    }

    private static Finding loopbackV6() {
        Finding found = loopback("tcp:[::1]:0");
        return found.isBroken()
                ? Finding.note("there is no IPv6 loopback here: " + found.text(), "none is needed, IPv4 does")
                : found;
    }

    private static Finding localhost() throws IOException {
        String fix = "add the line \"127.0.0.1 localhost\" to /etc/hosts, or write tcp:127.0.0.1:PORT";
        try {
            return Finding.ok("stands for " + hosts(new TcpAddress("localhost", 0)));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return Finding.broken(String.valueOf(e.getMessage()), fix);
        }
    }

    /** The addresses that a name stands for. */
    static String hosts(TcpAddress address) throws IOException {
        return address.resolve().stream().map(SocketChecks::host).collect(Collectors.joining(", "));
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }

    private static Finding whoIsThere() throws IOException {
        return roundTrip(Address.parse("tcp:127.0.0.1:0"), (client, accepted, socket) -> {
            Optional<PeerCredentials> peer = PeerCredentials.of(accepted);
            if (peer.isEmpty()) {
                return Finding.broken(
                        "none: nobody can say whose a connection is, so servers let nobody in over TCP",
                        "use unix:, or mount /proc; --allow-any-user and --server-user any do without");
            }
            return PeerCredentials.isCheap(accepted)
                    ? Finding.ok("exact: the kernel is asked for the one socket, in microseconds")
                    : Finding.ok(
                            "table: read in /proc/net/tcp, in milliseconds; JDK 22 or newer asks for the one socket");
        });
    }
}
