package io.samehost.bench.scenario;

import java.util.List;
import java.util.Locale;

/** The layers of the project between the message and the socket. */
public enum Layer {
    /** The same pattern in C with plain read and write: what the kernel takes, whoever asks. */
    FLOOR("C floor"),
    /** Bytes echoed. */
    RAW("raw"),
    /** A unary ttrpc call whose payload comes back; its handler promises not to block and runs on the reading thread. */
    RPC("rpc"),
    /** The same with a handler as most are, of which the server has to find out itself that it is quick. */
    RPC_DEFAULT("rpc-default"),
    /** The same as {@link #RPC} with values instead of bytes: a marshaller that does next to nothing, at both ends. */
    RPC_TYPED("rpc-typed"),
    /** The same as {@link #RPC} behind one interceptor at each end, which only passes on. */
    RPC_INTERCEPTED("rpc-intercepted"),
    /** The same as {@link #RPC} in JVMs that have no Flight Recorder, so that the library cannot ask whether one records. */
    RPC_WITHOUT_JFR("rpc-without-jfr"),
    /** Calls whose payloads are read in the library's memory, and sent from buffers. */
    RPC_BUFFERS("rpc-buffers"),
    /** Another library in the place of this project; which one, the engine says. */
    PEER("peer");

    private static final List<String> WITHOUT_JFR =
            List.of("--limit-modules", "java.se,jdk.management,jdk.net,jdk.unsupported");

    private final String label;

    Layer(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** As programs read it, in results and thresholds. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isRpc() {
        return switch (this) {
            case RPC, RPC_DEFAULT, RPC_TYPED, RPC_INTERCEPTED, RPC_WITHOUT_JFR, RPC_BUFFERS -> true;
            case FLOOR, RAW, PEER -> false;
        };
    }

    /** True for calls that something is to be held against: those with one thing more, or less. */
    public boolean isVariantOfRpc() {
        return this == RPC_TYPED || this == RPC_INTERCEPTED || this == RPC_WITHOUT_JFR;
    }

    /** Options for the JVM of either end. */
    List<String> jvmOptions() {
        return this == RPC_WITHOUT_JFR ? WITHOUT_JFR : List.of();
    }

    /** True if both ends block in write, so that no more may be in flight than the sockets hold. */
    public boolean blocksBothEnds() {
        return this == FLOOR || this == RAW;
    }
}
