package io.samehost.bench.scenario;

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
    /** Calls whose payloads are read in the library's memory, and sent from buffers. */
    RPC_BUFFERS("rpc-buffers"),
    /** Another library in the place of this project; which one, the engine says. */
    PEER("peer");

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
        return this == RPC || this == RPC_DEFAULT || this == RPC_TYPED || this == RPC_BUFFERS;
    }

    /** True if both ends block in write, so that no more may be in flight than the sockets hold. */
    public boolean blocksBothEnds() {
        return this == FLOOR || this == RAW;
    }
}
