package greeter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.server.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GreeterTest {
    @Test
    void aGreetingArrivesOverEveryAddress(@TempDir Path directory) throws Exception {
        try (Server server = GreeterServer.start("unix:" + directory.resolve("s"), "tcp:0")) {
            for (var address : server.addresses()) {
                assertEquals("Hello, world!", GreeterClient.greet(address.toString(), "world"));
            }
        }
    }

    /** Surefire's {@code useModulePath} says how this project is tested; a test that ran the wrong way would prove nothing. */
    @Test
    void theLibrariesAreModulesIfTheTestsRunOnTheModulePath() {
        boolean expected = Boolean.parseBoolean(System.getProperty("modules", "true"));

        assertEquals(expected, Server.class.getModule().isNamed());
        assertEquals(expected, GreeterClient.class.getModule().isNamed());
    }
}
