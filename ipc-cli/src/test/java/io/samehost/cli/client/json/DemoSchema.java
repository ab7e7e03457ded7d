package io.samehost.cli.client.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What {@code src/test/protobuf} says. */
final class DemoSchema {
    private DemoSchema() {}

    static byte[] bytes() {
        try (InputStream in = DemoSchema.class.getResourceAsStream("/demo.protoset")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Schema schema() {
        return Schema.of(List.of(bytes()));
    }

    static JsonMethod method(String name) {
        return schema().method("demo.Echo", name).orElseThrow();
    }
}
