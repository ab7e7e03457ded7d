package io.samehost.bench.peer;

import io.samehost.bench.peer.Peers.Absent;
import io.samehost.bench.peer.Peers.Built;
import io.samehost.bench.peer.Peers.Peer;
import io.samehost.bench.process.Environment;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Builds peers. A peer that did not change is not built again: the compilers see for themselves. Used by one thread. */
public final class PeerBuild {
    private static final long LONGEST_MINUTES = 10;

    /** The library that the JVM peer is named after; its jar's name has the version. */
    private static final String GRPC_JAR = "grpc-netty-";

    private static final String NETTY_JAR = "netty-transport-classes-epoll-";

    /** Colours, which Maven writes even where nobody sees them. */
    private static final String COLORS = "\u001b\\[[0-9;]*m";

    private final Path target;
    private final SearchPath path;
    private final PrintWriter err;

    /** The failure of each build that was tried, if it failed: two peers may share one build. */
    private final Map<List<String>, Optional<String>> tried = new HashMap<>();

    /**
     * Builds with the tools that are in {@code path}, and says so on {@code err}.
     *
     * @param target where programs and logs go
     */
    public PeerBuild(Path target, SearchPath path, PrintWriter err) {
        this.target = target;
        this.path = path;
        this.err = err;
    }

    public Peers build(List<PeerRecipe> recipes) throws IOException, InterruptedException {
        Files.createDirectories(target);
        Map<ServerKind, Peer> peers = new EnumMap<>(ServerKind.class);
        for (PeerRecipe recipe : recipes) {
            peers.put(recipe.peer(), build(recipe));
        }
        return new Peers(peers);
    }

    private Peer build(PeerRecipe recipe) throws IOException, InterruptedException {
        Optional<Path> tool = path.find(recipe.build().get(0));
        Optional<String> packaged = recipe.debianPackage().isPresent()
                ? installedVersion(recipe.debianPackage().get())
                : Optional.of("");
        if (tool.isEmpty() || packaged.isEmpty()) {
            return new Absent("not installed: apt-get install " + recipe.toInstall());
        }
        Optional<String> failure = tried.get(recipe.build());
        if (failure == null) {
            failure = run(recipe, tool.get());
            tried.put(recipe.build(), failure);
        }
        if (failure.isPresent()) {
            return new Absent("does not build: " + failure.get() + ", apt-get install " + recipe.toInstall());
        }
        return new Built(recipe, recipe.debianPackage().isPresent() ? packaged.get() : jarVersion(recipe.peer()));
    }

    /** The failure in words; empty if the program is there. */
    private Optional<String> run(PeerRecipe recipe, Path tool) throws IOException, InterruptedException {
        err.println("building " + recipe.peer().label());
        err.flush();
        Path log = target.resolve(recipe.peer().optionName() + ".log");
        List<String> command = new ArrayList<>(recipe.build());
        command.set(0, tool.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(recipe.sources().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(recipe.environment());
        int status = statusOf(builder);
        return status == 0 ? Optional.empty() : Optional.of(firstWords(log) + " log=" + log);
    }

    /** The status of a process that does not outlive this one, nor anything that it started. */
    private static int statusOf(ProcessBuilder builder) throws IOException, InterruptedException {
        AtomicReference<Process> started = new AtomicReference<>();
        Thread end = new Thread(() -> end(started.get()), "end-of-build");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            Process process = builder.start();
            started.set(process);
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                end(process);
                throw new IOException("build takes too long: minutes=" + LONGEST_MINUTES + " command="
                        + builder.command().get(0));
            }
            return process.exitValue();
        } finally {
            forget(end);
        }
    }

    private static void end(Process process) {
        if (process != null) {
            // Itself first, or it would start another compiler for each that ends.
            List<ProcessHandle> started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // it is running already
        }
    }

    private static String firstWords(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll(COLORS, "").strip())
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                .findFirst()
                .orElse("no error in its output");
    }

    /** The version that Debian's package manager says; empty if there is none, or the package is not installed. */
    private Optional<String> installedVersion(String debianPackage) throws IOException, InterruptedException {
        Optional<Path> query = path.find("dpkg-query");
        if (query.isEmpty()) {
            return Optional.empty();
        }
        Path answer = target.resolve("dpkg-query.log");
        int status = statusOf(
                new ProcessBuilder(query.get().toString(), "-W", "-f", "${db:Status-Status} ${Version}", debianPackage)
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile()));
        String[] words = Files.readString(answer).strip().split(" ", 2);
        return status == 0 && words[0].equals("installed") ? Optional.of(words[1]) : Optional.empty();
    }

    private String jarVersion(ServerKind peer) throws IOException {
        String grpc = jarVersion(GRPC_JAR);
        String netty = jarVersion(NETTY_JAR);
        return peer == ServerKind.GRPC_JAVA ? grpc + " on netty " + netty : netty;
    }

    private String jarVersion(String prefix) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target.resolve("jvm/lib"), prefix + "*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                return name.substring(prefix.length(), name.length() - ".jar".length());
            }
        }
        return Environment.UNKNOWN;
    }
}
