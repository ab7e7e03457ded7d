package shim;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a machine must have and allow. Tests are skipped where it does not, and fail there if {@code SAMEHOST_REQUIRE_PEERS=true}.
 */
final class Machine {
    private static final boolean REQUIRED = "true".equals(System.getenv("SAMEHOST_REQUIRE_PEERS"));

    private Machine() {}

    static void requireShim() throws IOException {
        requireThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can run the shim");
        for (String program : List.of("containerd-shim-runc-v2", "runc", "gcc", "mkfifo")) {
            boolean isThere = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
            requireThat(isThere, "there is no " + program);
        }
    }

    /** Runs the same container by runc alone: if that cannot, neither can the shim. */
    static void requireContainers(Path bundle) {
        String id = "alone-" + ProcessHandle.current().pid();
        String said = "";
        try {
            said = Program.run(bundle, Map.of(), List.of("sh", "-c", "runc run " + id + "; echo status $?"));
        } catch (IOException e) {
            said = e.getMessage();
        }
        requireThat(said.endsWith("status 7\n"), "this machine lets runc run no container: " + said.strip());
    }

    private static void requireThat(boolean holds, String otherwise) {
        if (!holds && REQUIRED) {
            fail(otherwise);
        }
        assumeTrue(holds, otherwise);
    }
}
