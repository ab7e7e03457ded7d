package io.samehost.bench;

/** How much of the project lies between the message and the socket. */
enum Layer {
    /** The same pattern in C with plain read and write: what the kernel takes, whoever asks. */
    FLOOR("C floor"),
    /** Bytes echoed. */
    RAW("raw"),
    /** A unary ttrpc call whose payload comes back. */
    RPC("rpc");

    private final String label;

    Layer(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
