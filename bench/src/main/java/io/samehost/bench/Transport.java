package io.samehost.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What carries the bytes of a scenario. */
enum Transport {
    UNIX,
    UNIX_JUNIXSOCKET,
    /** A name of Linux without a file; junixsocket, since the JDK has none. */
    UNIX_ABSTRACT,
    TCP,
    TCP6,
    /**
     * TCP with no-delay off at both ends. The library always sets it, so both ends are the benchmark's own: raw bytes,
     * a blocking thread.
     */
    TCP_NAGLE,
    /** A pair of pipes, in the C floor only. */
    PIPE;

    /** Those that a program can be asked to use, so without the pipes of the floor. */
    static List<Transport> choosable() {
        return Arrays.stream(values()).filter(transport -> transport != PIPE).toList();
    }

    /** As options, reports and the processes of a pair write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isUnix() {
        return this == UNIX || this == UNIX_JUNIXSOCKET || this == UNIX_ABSTRACT;
    }

    /** Whether its bytes move by calls that the kernel counts; junixsocket's are recv and send, which it does not. */
    boolean usesReadAndWrite() {
        return this != UNIX_JUNIXSOCKET && this != UNIX_ABSTRACT;
    }

    /** Where a server of this transport listens: a new socket file in {@code directory}, or any free loopback port. */
    String address(Path directory) {
        return switch (this) {
            case UNIX -> "unix:" + directory.resolve("s") + "?provider=jdk";
            case UNIX_JUNIXSOCKET -> "unix:" + directory.resolve("s") + "?provider=junixsocket";
            case UNIX_ABSTRACT -> "unix:@" + directory.resolve("s");
            case TCP, TCP_NAGLE -> "tcp:127.0.0.1:0";
            case TCP6 -> "tcp:[::1]:0";
            case PIPE -> "pipe:" + directory.resolve("s");
        };
    }

    /** The transport whose C floor stands beside this one: who opens the socket makes no difference in C. */
    Transport floor() {
        return switch (this) {
            case UNIX, UNIX_JUNIXSOCKET, UNIX_ABSTRACT -> UNIX;
            case TCP, TCP6, TCP_NAGLE -> TCP;
            case PIPE -> PIPE;
        };
    }

    /** Whether there is a program that does this over this transport. */
    boolean carries(Scenario family) {
        return switch (this) {
            case TCP_NAGLE ->
                family.layer() == Layer.RAW
                        && family.engine() == Engine.THREADS
                        && family.pattern() != Pattern.STREAM
                        && !Scenario.isEchoedWhole(family.size());
            case PIPE -> family.layer() == Layer.FLOOR && family.pattern() != Pattern.CONNECT;
            case UNIX -> true;
            case TCP -> family.layer() != Layer.PEER || family.engine() == Engine.GRPC_JAVA;
            case UNIX_JUNIXSOCKET, UNIX_ABSTRACT, TCP6 -> family.layer() != Layer.PEER;
        };
    }
}
