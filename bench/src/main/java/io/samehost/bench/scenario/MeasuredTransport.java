package io.samehost.bench.scenario;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The transport that carries the bytes of a scenario: a kind of socket, and the library that opens it. */
public enum MeasuredTransport {
    UNIX,
    UNIX_JUNIXSOCKET,
    /** A name of Linux without a file; junixsocket, since the JDK has none. */
    UNIX_ABSTRACT,
    TCP,
    TCP6,
    /** TCP with no-delay off at both ends, which the library otherwise sets. */
    TCP_NAGLE,
    UDP,
    /** AF_UNIX datagrams; junixsocket, since the JDK has none. */
    UNIXGRAM,
    /** A pair of pipes, in the C floor only. */
    PIPE,
    /** Memory that both processes share, in the C floor only: no socket at all. Who waits sleeps by a futex, or spins. */
    SHARED_MEMORY;

    /** The largest datagram, as the library has it. */
    private static final int UDP_BYTES = 65_507;

    private static final int UNIXGRAM_BYTES = 212_960;

    /** Each message of a flood begins with its number. */
    private static final int SMALLEST_FLOOD_BYTES = Long.BYTES;

    /** More than a call adds to its payload. */
    private static final int ENVELOPE_BYTES = 256;

    /** Those that a program can be asked to use, so without those of the floor only. */
    public static List<MeasuredTransport> choosable() {
        return Arrays.stream(values())
                .filter(transport -> !transport.isOfTheFloorOnly())
                .toList();
    }

    /** As options, reports and the processes of a pair write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if no program of this project can use it. */
    public boolean isOfTheFloorOnly() {
        return this == PIPE || this == SHARED_MEMORY;
    }

    public boolean isUnix() {
        return this == UNIX || this == UNIX_JUNIXSOCKET || this == UNIX_ABSTRACT;
    }

    public boolean isTcp() {
        return this == TCP || this == TCP6 || this == TCP_NAGLE;
    }

    public boolean isDatagram() {
        return this == UDP || this == UNIXGRAM;
    }

    /** True if it is a stream that needs no option of the JVM. */
    public boolean isPlainStream() {
        return this != TCP_NAGLE && !isOfTheFloorOnly() && !isDatagram();
    }

    /**
     * True if its bytes move by calls that the kernel counts; those of junixsocket and of datagrams are recv and send, which
     * it does not, and shared memory needs none.
     */
    public boolean usesReadAndWrite() {
        return !usesJunixsocket() && !isDatagram() && this != SHARED_MEMORY;
    }

    /** True if junixsocket opens its streams. */
    public boolean usesJunixsocket() {
        return this == UNIX_JUNIXSOCKET || this == UNIX_ABSTRACT;
    }

    /** Options for the JVM of either end. */
    List<String> jvmOptions() {
        return this == TCP_NAGLE ? List.of("-Dsamehost.tcp.nodelay=false") : List.of();
    }

    /** The address that a server listens on: a new socket file in {@code directory}, or any free loopback port. */
    public String address(Path directory) {
        return switch (this) {
            case UNIX -> "unix:" + directory.resolve("s") + "?provider=jdk";
            case UNIX_JUNIXSOCKET -> "unix:" + directory.resolve("s") + "?provider=junixsocket";
            case UNIX_ABSTRACT -> "unix:@" + directory.resolve("s");
            case TCP, TCP_NAGLE -> "tcp:127.0.0.1:0";
            case TCP6 -> "tcp:[::1]:0";
            case UDP -> "udp:127.0.0.1:0";
            case UNIXGRAM -> "unixgram:" + directory.resolve("s");
            case PIPE -> "pipe:" + directory.resolve("s");
            case SHARED_MEMORY -> "memory:" + directory.resolve("s");
        };
    }

    /**
     * The transport whose C floor stands beside this one: who opens the socket makes no difference in C. Datagrams have
     * none.
     */
    public MeasuredTransport floor() {
        return switch (this) {
            case UNIX, UNIX_JUNIXSOCKET, UNIX_ABSTRACT -> UNIX;
            case TCP, TCP6, TCP_NAGLE -> TCP;
            case PIPE, SHARED_MEMORY -> this;
            case UDP, UNIXGRAM -> throw new IllegalStateException("no floor: transport=" + label());
        };
    }

    /** True if there is a program that does this over this transport. */
    public boolean carries(Scenario family) {
        return switch (this) {
            case UDP, UNIXGRAM -> carriesDatagrams(family);
            case PIPE -> family.layer() == Layer.FLOOR && family.pattern() != Pattern.CONNECT;
            case SHARED_MEMORY ->
                family.layer() == Layer.FLOOR
                        && (family.pattern() == Pattern.PING_PONG || family.pattern() == Pattern.PIPELINED);
            case UNIX -> family.pattern() != Pattern.FLOOD;
            case TCP ->
                family.pattern() != Pattern.FLOOD
                        && (family.layer() != Layer.PEER || family.engine() == ServerKind.GRPC_JAVA);
            case UNIX_JUNIXSOCKET, UNIX_ABSTRACT, TCP6, TCP_NAGLE ->
                family.pattern() != Pattern.FLOOD && family.layer() != Layer.PEER;
        };
    }

    /** One thread takes all datagrams of an address, whatever the engine. */
    private boolean carriesDatagrams(Scenario family) {
        boolean fits = family.size().bytes() + ENVELOPE_BYTES <= (this == UDP ? UDP_BYTES : UNIXGRAM_BYTES);
        return fits
                && family.engine() == ServerKind.THREADS
                && switch (family.pattern()) {
                    case PING_PONG -> !family.layer().isVariantOfRpc();
                    case FLOOD ->
                        family.waiting() == Wait.BLOCKING && family.size().bytes() >= SMALLEST_FLOOD_BYTES;
                    case PIPELINED, BULK, STREAM, SERVER_STREAM, CONNECT, RATE, MAX_RATE, MANY -> false;
                };
    }
}
