package io.samehost.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.address.UnixAddress;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test leaves nothing behind, or fails. */
@Timeout(60)
final class ServerExtensionTest {
    private static final ExtensionContext NONE = null;

    private final ServerExtension extension =
            ServerExtension.serving(builder -> builder.handle("test", "nothing", request -> request.payload()));

    @Test
    void eachTestHasAServerOfItsOwnAndNothingIsLeft() throws Exception {
        extension.beforeEach(NONE);
        Path first = Path.of(((UnixAddress) extension.address()).name());
        assertTrue(Files.exists(first));
        extension.client();
        extension.afterEach(NONE);
        assertFalse(Files.exists(first.getParent()));
        extension.beforeEach(NONE);
        Path second = Path.of(((UnixAddress) extension.address()).name());
        assertFalse(first.equals(second));
        extension.afterEach(NONE);
        assertThrows(IllegalStateException.class, extension::server);
    }

    @Test
    void twoServersOfOneTestServeApartAndALeakIsThatOfItsOwn() throws Exception {
        ServerExtension other = ServerExtension.serving(
                        builder -> builder.handle("test", "other", request -> request.payload()))
                .overTcp();
        extension.beforeEach(NONE);
        other.beforeEach(NONE);
        byte[] payload = {1, 2, 3};
        assertArrayEquals(payload, extension.client().call("test", "nothing", payload));
        assertArrayEquals(payload, other.client().call("test", "other", payload));
        assertThrows(CallException.class, () -> other.client().call("test", "nothing", payload));
        try (Client left = Client.connect(extension.address())) {
            other.afterEach(NONE);
            assertTrue(left.server().isPresent());
            assertThrows(AssertionError.class, () -> extension.afterEach(NONE));
        }
    }

    @Test
    void aClientThatIsNotClosedFailsTheTest() throws Exception {
        extension.beforeEach(NONE);
        try (Client left = Client.connect(extension.address())) {
            AssertionError leak = assertThrows(AssertionError.class, () -> extension.afterEach(NONE));
            assertEquals(
                    "the test has left connections open: count=1, close each client, or have it from connect()",
                    leak.getMessage());
            assertTrue(left.server().isPresent());
        }
    }

    @Test
    void aServerThatTheTestHasClosedOrThatHasNoRoomIsNoLeak() throws Exception {
        extension.beforeEach(NONE);
        extension.client();
        extension.server().close();
        extension.afterEach(NONE);
        ServerExtension full = ServerExtension.serving(builder -> builder.maxConnections(1));
        full.beforeEach(NONE);
        full.client();
        full.afterEach(NONE);
    }

    @Test
    void aStaticFieldIsRefused() throws Exception {
        extension.beforeEach(NONE);
        try {
            assertThrows(IllegalStateException.class, () -> extension.beforeEach(NONE));
        } finally {
            extension.afterEach(NONE);
        }
    }

    @Test
    void aServerThatDoesNotStartLeavesNothing() throws Exception {
        ServerExtension failing = ServerExtension.serving(builder -> builder.listen("tcp:example.org:1"));
        assertThrows(Exception.class, () -> failing.beforeEach(NONE));
        failing.afterEach(NONE);
    }
}
