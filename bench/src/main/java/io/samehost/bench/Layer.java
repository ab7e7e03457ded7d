package io.samehost.bench;

import java.util.Locale;

/** How much of the project lies between the message and the socket. */
enum Layer {
    /** The same pattern in C with plain read and write: what the kernel takes, whoever asks. */
    FLOOR("C floor"),
    /** Bytes echoed. */
    RAW("raw"),
    /** A unary ttrpc call whose payload comes back; its handler promises not to block and runs on the reading thread. */
    RPC("rpc"),
    /** The same with a handler as most are, of which the server has to find out itself that it is quick. */
    RPC_DEFAULT("rpc-default"),
    /** Another library in the place of this project; which one, the engine says. */
    PEER("peer");

    private final String label;

    Layer(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** As programs read it, in results and thresholds. */
    String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isRpc() {
        return this == RPC || this == RPC_DEFAULT;
    }

    /** Whether both ends block in write, so that no more may be in flight than the sockets hold. */
    boolean blocksBothEnds() {
        return this == FLOOR || this == RAW;
    }
}
