package io.samehost.client.cli;

import io.samehost.server.cli.IpcServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory with a short path, in which programs run; they end with it. */
final class Workplace implements AutoCloseable {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path directory;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private int runs;

    Workplace() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "sh");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path file(String name, byte[] content) throws IOException {
        return Files.write(path(name), content);
    }

    /** The address with {@code %s} in it replaced: abstract names are seen by all programs of the machine. */
    String address(String pattern) {
        return pattern.replace("%s", directory.getFileName().toString());
    }

    /** What a program said, and how it ended. */
    record Result(int exitCode, byte[] outBytes, String err) {
        String out() {
            return new String(outBytes, StandardCharsets.UTF_8);
        }
    }

    static List<String> java(Class<?> main, String... arguments) {
        return java(System.getProperty("java.class.path"), main, arguments);
    }

    static List<String> java(String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    Result client(String... arguments) throws Exception {
        return run(java(IpcClient.class, arguments));
    }

    /** {@code ipc-server} where it is expected to end by itself. */
    Result failingServer(String... arguments) throws Exception {
        return run(java(IpcServer.class, arguments));
    }

    Result run(List<String> command) throws Exception {
        return run(command, Path.of("/dev/null"));
    }

    Result run(List<String> command, Path stdin) throws Exception {
        return finish(start(command, stdin));
    }

    /** A process with its output in files. */
    record Started(Process process, Path out, Path err) {}

    Started start(List<String> command, Path stdin) throws IOException {
        return start(command, ProcessBuilder.Redirect.from(stdin.toFile()));
    }

    Started start(List<String> command, ProcessBuilder.Redirect stdin) throws IOException {
        int run = ++runs;
        Path out = path("out" + run);
        Path err = path("err" + run);
        Process process = builder(command)
                .redirectInput(stdin)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        started.add(process);
        return new Started(process, out, err);
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("IPC_ADDRESS");
        return builder.directory(directory.toFile());
    }

    /** A program that the test talks to through pipes. */
    Process talk(List<String> command) throws IOException {
        Process process =
                builder(command).redirectError(path("err" + ++runs).toFile()).start();
        started.add(process);
        return process;
    }

    Result finish(Started run) throws Exception {
        if (!run.process.waitFor(60, TimeUnit.SECONDS)) {
            run.process.destroyForcibly();
            throw new IllegalStateException("program does not end: err=" + Files.readString(run.err));
        }
        return new Result(run.process.exitValue(), Files.readAllBytes(run.out), Files.readString(run.err));
    }

    ServerProcess server(String... arguments) throws IOException {
        return server(java(IpcServer.class, arguments), Map.of());
    }

    ServerProcess server(List<String> command, Map<String, String> environment) throws IOException {
        ServerProcess server = ServerProcess.start(command, environment, directory, path("server" + servers.size()));
        servers.add(server);
        return server;
    }

    /** What a client needs, where every user can read it. */
    String readableClassPath() throws IOException {
        List<String> places = new ArrayList<>();
        Path target = Files.createDirectories(path("classes"));
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from) && !entry.contains("junit")) {
                places.add(copy(from, target.resolve(places.size() + "-" + from.getFileName()))
                        .toString());
            }
        }
        return String.join(":", places);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    /** Names of socket files and what comes with them. */
    List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        started.forEach(process -> process.destroyForcibly().onExit().join());
        servers.forEach(ServerProcess::close);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Workplace::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
