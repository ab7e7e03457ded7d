package io.samehost.bench.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The program that moves the bytes at the server: an engine of the library, the C floor or a peer. */
public enum ServerKind {
    THREADS("threads"),
    LOOP("loop"),
    /** The C floor's own read and write. */
    C("C"),
    /** A peer, with a server and a client of its own; and so all below. */
    GRPC_JAVA("gRPC-java"),
    NETTY("raw netty"),
    GO_TTRPC("Go ttrpc, GOGC=100"),
    RUST_TTRPC("Rust ttrpc"),
    LIBZMQ("libzmq"),
    NNG("nng");

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean isFloor() {
        return this == C;
    }

    public boolean isPeer() {
        return switch (this) {
            case GRPC_JAVA, NETTY, GO_TTRPC, RUST_TTRPC, LIBZMQ, NNG -> true;
            default -> false;
        };
    }

    /** True if both ends are compiled while they run, so that they need a warm-up that deserves its name. */
    public boolean runsOnJvm() {
        return switch (this) {
            case THREADS, LOOP, GRPC_JAVA, NETTY -> true;
            default -> false;
        };
    }

    public static List<ServerKind> peers() {
        return Arrays.stream(values()).filter(ServerKind::isPeer).toList();
    }

    /** As options and files write it: {@code grpc-java}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
