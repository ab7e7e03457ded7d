package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.fixture.RawPeer;
import io.samehost.server.fixture.Setup;
import io.samehost.transport.Transports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that runs out of descriptors goes on when it has some again. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DescriptorLimitTest {
    private static final int LIMIT = 64;

    @ParameterizedTest
    @MethodSource("io.samehost.server.fixture.Setup#all")
    void aServerAtItsLimitOfDescriptorsServesAgainWhenPeersHaveLeft(Setup setup) throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Process server = start(setup, directory);
            try {
                Address address = readAddress(server);
                try (RawPeer peer = RawPeer.connect(address)) {
                    peer.call(1, "work", "before");
                }
                List<SocketChannel> crowd = new ArrayList<>();
                for (int i = 0; i < LIMIT + 10; i++) {
                    crowd.add(Transports.connect(address, TimeUnit.SECONDS.toNanos(20)));
                }
                Awaitility.await().until(() -> descriptorsOf(server) >= LIMIT - 4);
                for (SocketChannel channel : crowd) {
                    channel.close();
                }
                // A peer that comes before the others are gone may be refused: whose it is cannot be told without
                // descriptors.
                Awaitility.await().ignoreExceptions().until(() -> answers(address));
            } finally {
                server.destroyForcibly().waitFor();
                Files.deleteIfExists(directory.path().resolve("s"));
                Files.deleteIfExists(directory.path().resolve("s.lock"));
            }
        }
    }

    private static boolean answers(Address address) throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            return peer.call(1, "work", "after").equals("after");
        }
    }

    private static long descriptorsOf(Process process) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            return descriptors.count();
        }
    }

    private static Process start(Setup setup, TemporaryDirectory directory) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n " + LIMIT + " && exec \"$@\"",
                        "bash",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DescriptorLimitProgram.class.getName(),
                        setup.way().in(directory.path()).toString(),
                        setup.engine().name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Address readAddress(Process server) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        return Address.parse(lines.readLine());
    }
}
