package io.samehost.transport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.address.ListenFailedException;
import io.samehost.address.ListenFailedException.Reason;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A directory with one path for a socket. */
@Timeout(30)
abstract class SocketFilesFixture {
    static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    TemporaryDirectory directory;
    Path path;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new TemporaryDirectory();
        path = directory.resolve("s");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    static UnixAddress address(Path path, UnixProvider provider) {
        return new UnixAddress(path.toString(), false, provider);
    }

    static ListeningSocket listen(Path path) throws IOException {
        return Transports.listen(address(path, UnixProvider.ANY), ListenOptions.DEFAULT);
    }

    static void assertServes(Path path) throws IOException {
        Transports.connect(address(path, UnixProvider.ANY), TIMEOUT_NANOS).close();
    }

    static ListenFailedException assertRefused(Reason reason, Path path) {
        ListenFailedException failed = assertThrows(ListenFailedException.class, () -> listen(path));
        assertEquals(reason, failed.reason(), failed.getMessage());
        return failed;
    }

    /** A server of somebody else, without a lock. */
    static ServerSocketChannel foreignServer(Path path, int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), backlog);
    }

    static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }
}
