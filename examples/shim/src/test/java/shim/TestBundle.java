package shim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bundle of the test's own, made of what lies in {@code bundle}. */
final class TestBundle implements AutoCloseable {
    private static final Path SOURCES = Path.of("bundle");
    private static final Path SOCKETS = Path.of("/run/containerd/s");
    private static final Path CONTAINERS = Path.of("/run/containerd/runc/default");

    private final Path directory = Files.createTempDirectory("bundle");

    TestBundle() throws IOException {
        Path program = Files.createDirectory(directory.resolve("rootfs")).resolve("hello");
        String source = SOURCES.resolve("hello.c").toAbsolutePath().toString();
        Program.run(directory, Map.of(), List.of("gcc", "-static", "-o", program.toString(), source));
        run("/hello");
    }

    Path directory() {
        return directory;
    }

    /** Sets what the container runs. */
    void run(String... words) throws IOException {
        String quoted = Arrays.stream(words).map(word -> '"' + word + '"').collect(Collectors.joining(", "));
        String config = Files.readString(SOURCES.resolve("config.json")).replace("\"/hello\"", quoted);
        Files.writeString(directory.resolve("config.json"), config);
    }

    /** Whatever a run of this bundle by the given process could leave behind. */
    void assertNothingIsLeft(ProcessHandle of) throws Exception {
        String ids = "run-" + of.pid() + "-";
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            String[] arguments = process.info().arguments().orElse(new String[0]);
            if (Arrays.stream(arguments).anyMatch(each -> each.startsWith(ids))) {
                process.onExit().get(10, TimeUnit.SECONDS);
            }
        }
        assertEquals(Set.of("config.json", "rootfs"), names(directory, ""));
        assertEquals(Set.of(), names(CONTAINERS, ids));
        assertEquals(Set.of(), names(Path.of(System.getProperty("java.io.tmpdir")), "shim-" + of.pid() + "-"));
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
        mounts.removeIf(mount -> !mount.contains(directory.toString()));
        assertEquals(List.of(), mounts);
    }

    static Set<String> sockets() throws IOException {
        return names(SOCKETS, "");
    }

    private static Set<String> names(Path directory, String prefix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
