package io.samehost.bench.output;

/** What a load is like in real life, in a sentence for those who do not speak of patterns. */
public final class Likeness {
    private static final long KIBIBYTE = 1024;

    /** From here on it is content that is moved, and not a question or an answer. */
    private static final long CONTENT_BYTES = 16 * KIBIBYTE;

    private Likeness() {}

    /** The sentence without its full stop. A pattern that this version does not know has none: it is empty. */
    public static String of(String pattern, long sizeBytes) {
        return switch (pattern) {
            case "ping-pong" -> asked(sizeBytes);
            case "pipelined" ->
                sizeBytes >= CONTENT_BYTES
                        ? "a backup sends files through a daemon, several at a time"
                        : "an editor or a build asks many small questions without waiting for each answer";
            case "bulk" -> "a program moves files or pictures through a daemon, as many at a time as fit";
            case "stream" -> "a program writes its log to a collector, and waits for nothing";
            case "server-stream" -> "a daemon tells its events to a program that follows them";
            case "connect" -> "a script starts a command for each item, and each connects anew";
            case "rate" -> "requests come in at a steady pace, whether or not the last one was answered";
            case "max-rate" -> "how many requests a service takes before its users notice";
            case "many" -> "many programs keep a connection to one daemon, as to a database";
            case "flood" -> "programs throw figures at a collector that may drop some";
            default -> "";
        };
    }

    private static String asked(long sizeBytes) {
        if (sizeBytes < KIBIBYTE) {
            return "a command asks its daemon, and waits for the answer";
        }
        return sizeBytes < CONTENT_BYTES
                ? "a command asks its daemon for a page of text"
                : "a viewer asks its daemon for a picture or a file, one at a time";
    }
}
