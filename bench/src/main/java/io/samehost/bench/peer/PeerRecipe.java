package io.samehost.bench.peer;

import io.samehost.bench.process.Jvm;
import io.samehost.bench.scenario.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recipe for the program of a peer, from our sources and the packages of others.
 *
 * @param how it is driven, for reports
 * @param debianPackage what has the library, and its version; empty where Maven fetches it
 * @param toInstall the packages to ask for where something is missing
 * @param sources where {@code build} runs; its first word is looked for in PATH
 * @param environment of the build, beside our own
 * @param program the command that {@code build} makes possible
 */
public record PeerRecipe(
        ServerKind peer,
        String how,
        Optional<String> debianPackage,
        String toInstall,
        Path sources,
        List<String> build,
        Map<String, String> environment,
        List<String> program) {

    /** All peers, built from {@code bench/optional/peers} into {@code bench/target/peers}. */
    public static List<PeerRecipe> all(Path bench) {
        Path sources = bench.resolve("optional/peers");
        Path target = bench.resolve("target/peers");
        return List.of(
                jvm(
                        ServerKind.GRPC_JAVA,
                        "netty's epoll, direct executor at both ends, bytes as messages;"
                                + " ping-pong by the blocking stub, otherwise each callback makes the next call",
                        sources,
                        target),
                jvm(
                        ServerKind.NETTY,
                        "epoll, an event loop at each end that does everything; no RPC, bytes echoed",
                        sources,
                        target),
                go(sources, target),
                rust(sources, target),
                c(ServerKind.LIBZMQ, "ipc, DEALER to ROUTER; no RPC, messages echoed", "zmq", "libzmq3-dev", bench),
                c(
                        ServerKind.NNG,
                        "ipc, one pair socket to another; no RPC, messages echoed",
                        "nng",
                        "libnng-dev",
                        bench));
    }

    /** As our own JVMs, but for what is on the class path. */
    private static PeerRecipe jvm(ServerKind peer, String how, Path sources, Path target) {
        Path jvm = target.resolve("jvm");
        return new PeerRecipe(
                peer,
                how,
                Optional.empty(),
                "maven, which needs its repository once",
                sources.resolve("jvm"),
                List.of(
                        "mvn",
                        "-q",
                        "-B",
                        "-ntp",
                        "-Dstyle.color=never",
                        "-DskipTests",
                        "-Dspotless.check.skip=true",
                        "package"),
                Map.of(),
                jvmProgram(peer, jvm));
    }

    private static List<String> jvmProgram(ServerKind peer, Path jvm) {
        List<String> program = new ArrayList<>(List.of(Jvm.program()));
        program.addAll(Jvm.FLAGS);
        program.addAll(List.of("-cp", jvm.resolve("classes") + ":" + jvm.resolve("lib/*")));
        program.addAll(List.of("io.samehost.bench.peers.Peer", peer.optionName()));
        return program;
    }

    private static PeerRecipe go(Path sources, Path target) {
        String program = target.resolve("go/peer").toString();
        return new PeerRecipe(
                ServerKind.GO_TTRPC,
                "a goroutine for each call in flight, the collector as it comes (GOGC=100)",
                Optional.of("golang-github-containerd-ttrpc-dev"),
                "golang-go golang-github-containerd-ttrpc-dev",
                sources.resolve("go"),
                List.of("go", "build", "-buildvcs=false", "-o", program, "."),
                Map.of(
                        "GO111MODULE", "off",
                        "GOPATH", "/usr/share/gocode",
                        "GOFLAGS", "",
                        "GOCACHE", target.resolve("go/cache").toString(),
                        "CGO_ENABLED", "0"),
                List.of(program));
    }

    private static PeerRecipe rust(Path sources, Path target) {
        return new PeerRecipe(
                ServerKind.RUST_TTRPC,
                "async, a task for each call in flight, tokio with a thread for each processor",
                Optional.of("librust-ttrpc-dev"),
                "cargo rustc librust-ttrpc-dev",
                sources.resolve("rust"),
                List.of("cargo", "build", "-q", "--offline", "--release"),
                Map.of("CARGO_TARGET_DIR", target.resolve("rust").toString()),
                List.of(target.resolve("rust/release/peer").toString()));
    }

    /** The measuring half is the floor's own source. */
    private static PeerRecipe c(ServerKind peer, String how, String library, String debianPackage, Path bench) {
        String program =
                bench.resolve("target/peers").resolve(peer.optionName()).toString();
        return new PeerRecipe(
                peer,
                how,
                Optional.of(debianPackage),
                "gcc " + debianPackage,
                bench.resolve("optional/peers/c"),
                List.of(
                        "gcc",
                        "-O2",
                        "-pthread",
                        "-I" + bench.resolve("src/main/resources/io/samehost/bench/floor"),
                        "-o",
                        program,
                        "messages.c",
                        peer.optionName() + ".c",
                        "-l" + library),
                Map.of(),
                List.of(program));
    }
}
