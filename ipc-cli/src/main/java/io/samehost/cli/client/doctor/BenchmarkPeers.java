package io.samehost.cli.client.doctor;

import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs and libraries of others, with which the benchmark compares samehost. Nothing else needs them. */
final class BenchmarkPeers {
    private static final String REGISTRY = "/usr/share/cargo/registry";

    private BenchmarkPeers() {}

    /** One of them, and the Debian packages that have it. */
    private record Peer(String name, String packages, boolean isInstalled) {}

    static List<Check> all() {
        return List.of(new Check("peers of the benchmark", BenchmarkPeers::installed));
    }

    private static Finding installed() throws IOException {
        List<String> there = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> packages = new ArrayList<>();
        for (Peer peer : peers()) {
            (peer.isInstalled() ? there : missing).add(peer.name());
            if (!peer.isInstalled()) {
                packages.add(peer.packages());
            }
        }
        String text = there.isEmpty() ? "none" : String.join(", ", there);
        return missing.isEmpty()
                ? Finding.ok(text)
                : Finding.note(
                        text + "; not installed: " + String.join(", ", missing),
                        "only to compare with them: apt-get install " + String.join(" ", packages));
    }

    private static List<Peer> peers() throws IOException {
        return List.of(
                new Peer("C floor", "gcc", isProgram("gcc")),
                new Peer("sockperf", "sockperf", isProgram("sockperf")),
                new Peer("gRPC and netty by Maven", "maven", isProgram("mvn")),
                new Peer(
                        "ttrpc in Go",
                        "golang-go golang-github-containerd-ttrpc-dev",
                        isProgram("go")
                                && Files.isDirectory(Path.of("/usr/share/gocode/src/github.com/containerd/ttrpc"))),
                new Peer("ttrpc in Rust", "cargo rustc librust-ttrpc-dev", isProgram("cargo") && hasCrate("ttrpc-")),
                new Peer("libzmq", "libzmq3-dev", Files.exists(Path.of("/usr/include/zmq.h"))),
                new Peer("nng", "libnng-dev", Files.exists(Path.of("/usr/include/nng/nng.h"))));
    }

    private static boolean isProgram(String name) {
        return SearchPath.ofThisProcess().find(name).isPresent();
    }

    private static boolean hasCrate(String prefix) throws IOException {
        if (!Files.isDirectory(Path.of(REGISTRY))) {
            return false;
        }
        try (DirectoryStream<Path> crates = Files.newDirectoryStream(Path.of(REGISTRY), prefix + "[0-9]*")) {
            return crates.iterator().hasNext();
        }
    }
}
