package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.server.handler.StatusException;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** With directory descriptors, and without them as on other systems. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(60)
abstract class ServedDirectoryFixture {
    @Parameter
    boolean byDescriptor;

    TemporaryTree tree;
    ServedDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        tree = new TemporaryTree();
        directory = new ServedDirectory(tree.served(), byDescriptor);
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        tree.close();
    }

    String read(String name) throws IOException, StatusException {
        try (OpenFile file = directory.open(name)) {
            byte[] bytes = new byte[(int) file.version().sizeBytes()];
            file.readFully(bytes, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    Status refusal(String name) {
        Status opened = assertThrows(
                        StatusException.class, () -> directory.open(name).close())
                .status();
        Status described =
                assertThrows(StatusException.class, () -> directory.stat(name)).status();
        assertEquals(opened, described);
        return opened;
    }

    void assertRefused(StatusCode code, String message, String name) {
        assertEquals(Status.of(code, message), refusal(name));
    }

    String list(String name) throws IOException, StatusException {
        return directory.list(FileRequest.parse(name.getBytes(StandardCharsets.UTF_8)));
    }
}
