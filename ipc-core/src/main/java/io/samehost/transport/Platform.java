package io.samehost.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Which system this is, where behaviour differs. */
final class Platform {
    private static final String NAME = System.getProperty("os.name");

    static final boolean IS_LINUX = NAME.equals("Linux");
    static final boolean IS_MAC = NAME.startsWith("Mac");

    private static final Path FIRST_FREE_PORT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final int VALUE_BYTES = 16;
    private static final int FIRST_FREE_PORT_BY_TRADITION = 1024;

    private Platform() {}

    /** Whether binding the port takes a right that this process does not seem to have. */
    static boolean needsPrivilege(int port) {
        return port < firstFreePort() && !Users.ownUid().equals(OptionalInt.of(0));
    }

    static int firstFreePort() {
        // In one read: the kernel gives nothing at any offset but 0, and Files.readString starts with a single byte.
        try (InputStream value = Files.newInputStream(FIRST_FREE_PORT)) {
            return Integer.parseInt(new String(value.readNBytes(VALUE_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            return FIRST_FREE_PORT_BY_TRADITION;
        }
    }
}
