package io.samehost.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What moves the bytes at the server. */
enum Engine {
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

    Engine(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isFloor() {
        return this == C;
    }

    boolean isPeer() {
        return switch (this) {
            case GRPC_JAVA, NETTY, GO_TTRPC, RUST_TTRPC, LIBZMQ, NNG -> true;
            default -> false;
        };
    }

    /** Whether both ends are compiled while they run, so that they need a warm-up that deserves its name. */
    boolean runsOnJvm() {
        return switch (this) {
            case THREADS, LOOP, GRPC_JAVA, NETTY -> true;
            default -> false;
        };
    }

    static List<Engine> peers() {
        return Arrays.stream(values()).filter(Engine::isPeer).toList();
    }

    /** As options and files write it: {@code grpc-java}. */
    String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
