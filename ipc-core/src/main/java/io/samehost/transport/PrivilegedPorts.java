package io.samehost.transport;

import io.samehost.transport.system.Users;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Ports that only root may take. */
final class PrivilegedPorts {
    private static final Path FIRST_FREE = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final int VALUE_BYTES = 16;
    private static final int FIRST_FREE_BY_TRADITION = 1024;

    private PrivilegedPorts() {}

    /** True if the port takes a right that this process does not seem to have. */
    static boolean isBarred(int port) {
        return port < firstFree() && !Users.ownUid().equals(OptionalInt.of(0));
    }

    /** The first port that every user may take. */
    static int firstFree() {
        // In one read: the kernel gives nothing at any offset but 0, and Files.readString starts with a single byte.
        try (InputStream value = Files.newInputStream(FIRST_FREE)) {
            return Integer.parseInt(new String(value.readNBytes(VALUE_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return FIRST_FREE_BY_TRADITION;
        }
    }
}
