package io.samehost.cli.client.form;

import java.util.Locale;
import java.util.stream.Stream;

/** Which ends of a call send more than one message. */
public enum StreamKind {
    UNARY(false, false),
    CLIENT(true, false),
    SERVER(false, true),
    BIDI(true, true);

    private final boolean clientSends;
    private final boolean serverSends;

    StreamKind(boolean clientSends, boolean serverSends) {
        this.clientSends = clientSends;
        this.serverSends = serverSends;
    }

    static StreamKind of(boolean clientSends, boolean serverSends) {
        return Stream.of(values())
                .filter(kind -> kind.clientSends == clientSends && kind.serverSends == serverSends)
                .findFirst()
                .orElseThrow();
    }

    /** Reads {@code --stream}. */
    public static StreamKind parse(String text) {
        return Stream.of(CLIENT, SERVER, BIDI)
                .filter(kind -> kind.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a kind of stream: --stream " + text + ", use client, server or bidi"));
    }

    public boolean clientSends() {
        return clientSends;
    }

    public boolean serverSends() {
        return serverSends;
    }

    /** As {@code --stream} has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
