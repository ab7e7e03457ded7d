package io.samehost.client.interop;

import io.samehost.fixture.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * A program that speaks another implementation of ttrpc, built from {@code src/test/go} or {@code src/test/rust} with
 * what the packages of Debian bring. Built once: the compilers see for themselves that nothing changed.
 *
 * <p>Tests are skipped where the packages are missing, unless the environment says {@code SAMEHOST_REQUIRE_PEERS=true}.
 */
final class Peer {
    private static final Path BUILD = Path.of("target", "interop").toAbsolutePath();
    private static final long BUILD_MINUTES = 10;

    static final Peer GO = new Peer(
            "go",
            "golang-go golang-github-containerd-ttrpc-dev",
            Path.of("/usr/share/gocode/src/github.com/containerd"),
            List.of(
                    "go",
                    "build",
                    "-buildvcs=false",
                    "-o",
                    BUILD.resolve("go/peer").toString(),
                    "."),
            Map.of(
                    "GO111MODULE", "off",
                    "GOPATH", "/usr/share/gocode",
                    "GOFLAGS", "",
                    "GOCACHE", BUILD.resolve("go/cache").toString(),
                    "CGO_ENABLED", "0"),
            BUILD.resolve("go/peer"));

    static final Peer RUST = new Peer(
            "rust",
            "cargo rustc librust-ttrpc-dev",
            Path.of("/usr/share/cargo/registry"),
            List.of("cargo", "build", "--offline"),
            Map.of("CARGO_TARGET_DIR", BUILD.resolve("rust/target").toString()),
            BUILD.resolve("rust/target/debug/peer"));

    private final String language;
    private final String packages;
    private final Path packagedLibraries;
    private final List<String> buildCommand;
    private final Map<String, String> buildEnvironment;
    private final Path program;

    /** Guarded by this. */
    private boolean buildAttempted;

    /** Guarded by this. */
    private Optional<String> buildFailure = Optional.empty();

    private Peer(
            String language,
            String packages,
            Path packagedLibraries,
            List<String> buildCommand,
            Map<String, String> buildEnvironment,
            Path program) {
        this.language = language;
        this.packages = packages;
        this.packagedLibraries = packagedLibraries;
        this.buildCommand = buildCommand;
        this.buildEnvironment = buildEnvironment;
        this.program = program;
    }

    /** Makes sure that the program is there, or ends the test: skipped without packages, failed without success. */
    private synchronized void requireProgram() throws IOException, InterruptedException {
        Tools.requireThat(
                isOnPath(buildCommand.get(0)) && hasTtrpc(),
                "peer cannot be built: language=" + language + ", install " + packages);
        if (!buildAttempted) {
            buildAttempted = true;
            buildFailure = build();
        }
        buildFailure.ifPresent(Assertions::fail);
    }

    /** Builds, and tells what went wrong if something did. */
    private Optional<String> build() throws IOException, InterruptedException {
        Path sources = BUILD.resolve(language).resolve("src");
        copyChanged(Path.of("src", "test", language), sources);
        Path log = BUILD.resolve(language).resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(buildCommand)
                .directory(sources.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(buildEnvironment);
        Process process = builder.start();
        if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return Optional.of("build of the peer takes too long: language=" + language + " minutes=" + BUILD_MINUTES
                    + "\n" + Files.readString(log));
        }
        return process.exitValue() == 0
                ? Optional.empty()
                : Optional.of("build of the peer failed: language=" + language + " status=" + process.exitValue() + "\n"
                        + Files.readString(log));
    }

    private static boolean isOnPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    private boolean hasTtrpc() throws IOException {
        if (!Files.isDirectory(packagedLibraries)) {
            return false;
        }
        try (Stream<Path> libraries = Files.list(packagedLibraries)) {
            return libraries.anyMatch(
                    library -> library.getFileName().toString().startsWith("ttrpc"));
        }
    }

    /** The program is built from copies, since cargo writes beside them; what is the same keeps its time stamp. */
    private static void copyChanged(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Starts the program as a server, with the methods of {@link PeerService}. */
    PeerServer serve(String address) throws IOException, InterruptedException {
        requireProgram();
        return PeerServer.start(List.of(program.toString(), "serve", address));
    }

    /** Starts the program, which listens, starts a server with its socket as descriptor 3, and is a client of it. */
    LineProcess start(String address, List<String> server) throws IOException, InterruptedException {
        requireProgram();
        List<String> command = new ArrayList<>(List.of(program.toString(), "start", address));
        command.addAll(server);
        return LineProcess.start(command);
    }

    /** Starts the program as a client. */
    PeerClient connect(String address) throws IOException, InterruptedException {
        requireProgram();
        return new PeerClient(LineProcess.start(List.of(program.toString(), "connect", address)));
    }
}
