package io.samehost.bench;

import java.nio.file.Path;
import java.util.Locale;

/** What carries the bytes of a scenario. */
enum Transport {
    UNIX,
    UNIX_JUNIXSOCKET,
    TCP,
    TCP6;

    /** As options, reports and the processes of a pair write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isUnix() {
        return this == UNIX || this == UNIX_JUNIXSOCKET;
    }

    /** Where a server of this transport listens: a new socket file in {@code directory}, or any free loopback port. */
    String address(Path directory) {
        return switch (this) {
            case UNIX -> "unix:" + directory.resolve("s") + "?provider=jdk";
            case UNIX_JUNIXSOCKET -> "unix:" + directory.resolve("s") + "?provider=junixsocket";
            case TCP -> "tcp:127.0.0.1:0";
            case TCP6 -> "tcp:[::1]:0";
        };
    }

    /** The transport whose C floor stands beside this one: who opens the socket makes no difference in C. */
    Transport floor() {
        return switch (this) {
            case UNIX, UNIX_JUNIXSOCKET -> UNIX;
            case TCP, TCP6 -> TCP;
        };
    }
}
