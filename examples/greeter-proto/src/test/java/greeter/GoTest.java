package greeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.client.Client;
import io.samehost.server.Server;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program in Go, which is built from {@code src/test/go} with what Debian's {@code golang-go} and
 * {@code golang-github-containerd-ttrpc-dev} bring. Skipped where they are not, unless {@code SAMEHOST_REQUIRE_PEERS=true}.
 * That version of Go's ttrpc has no streams.
 */
@Timeout(300)
class GoTest {
    private static final Path PROGRAM = Path.of("target", "go", "peer").toAbsolutePath();
    private static final Path LIBRARIES = Path.of("/usr/share/gocode/src/github.com/containerd/ttrpc");

    @BeforeAll
    static void build() throws Exception {
        boolean isThere = Files.isDirectory(LIBRARIES)
                && Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "go")));
        assumeTrue(isThere || "true".equals(System.getenv("SAMEHOST_REQUIRE_PEERS")), "there is no Go with ttrpc");
        ProcessBuilder go = new ProcessBuilder("go", "build", "-buildvcs=false", "-o", PROGRAM.toString(), ".")
                .directory(new File("src/test/go"))
                .redirectErrorStream(true);
        go.environment()
                .putAll(Map.of(
                        "GO111MODULE", "off",
                        "GOPATH", "/usr/share/gocode",
                        "GOFLAGS", "",
                        "GOCACHE", PROGRAM.resolveSibling("cache").toString(),
                        "CGO_ENABLED", "0"));
        Process building = go.start();
        String said = said(building);
        assertEquals(0, building.waitFor(), said);
    }

    private static Process peer(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void goIsGreeted(@TempDir Path directory) throws Exception {
        String address = "unix:" + directory.resolve("s");
        Server server = Server.builder().listen(address).add(new GreeterService()).start();
        try (server) {
            assertEquals("Hello, Gopher!", said(peer("greet", address, "Gopher")));
        }
    }

    @Test
    void goGreets(@TempDir Path directory) throws Exception {
        String address = "unix:" + directory.resolve("s");
        Process server = peer("serve", address);
        try (BufferedReader said = server.inputReader()) {
            assertEquals("serving", said.readLine());
            try (Client client = Client.connect(address)) {
                Person person = Person.newBuilder().setName("Duke").build();

                assertEquals(
                        "Good day, Duke!", GreeterClient.of(client).greet(person).getText());
            }
        } finally {
            server.destroy();
        }
    }
}
