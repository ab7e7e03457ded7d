package io.samehost.server.rpc;

/** The end of a stream that sends more than one message, or both ends. */
public enum StreamKind {
    /** Many messages, one answer: it ends with a response. */
    CLIENT_STREAM("client-stream"),

    /** One request, many messages: it ends with a close, or with the response of a failure. */
    SERVER_STREAM("server-stream"),

    /** Many messages both ways: it ends as a server stream does. */
    BIDI_STREAM("bidi-stream");

    private final String word;

    StreamKind(String word) {
        this.word = word;
    }

    /** The name in {@code samehost.Server/List}. */
    String word() {
        return word;
    }

    /** True if its client may send more than a request. */
    public boolean takesMessages() {
        return this != SERVER_STREAM;
    }
}
