package io.samehost.client.interop;

import java.nio.file.Path;

/** The families over which a test listens. */
enum SocketFamily {
    UNIX,
    TCP;

    String address(Path directory) {
        return this == UNIX ? "unix:" + directory.resolve("s") : "tcp:127.0.0.1:0";
    }
}
