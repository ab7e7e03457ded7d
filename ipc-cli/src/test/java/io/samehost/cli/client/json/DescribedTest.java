package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DescribedTest {
    private static Described described(String name) {
        return Described.of(DemoSchema.schema(), name);
    }

    @Test
    void aMethodIsShownWithItsMessagesAndARequestToFillIn() {
        Described method = described("demo.Echo/Repeat");
        assertEquals("""
            rpc Repeat(demo.Repetition) returns (stream demo.Person);

            message demo.Repetition {
              demo.Person person = 1;
              int32 times = 2;
            }

            message demo.Person {
              string name = 1;
              int32 age = 2;
              repeated demo.Person friends = 3;
            }
            """, method.proto());
        assertEquals(
                "{\"person\":{\"name\":\"\",\"age\":0,\"friends\":[{}]},\"times\":0}",
                method.template().orElseThrow());
        assertEquals(method, described("demo.Echo.Repeat"));
    }

    @Test
    void everyKindOfFieldIsShownAsItWasWritten() {
        String text = described("demo.Everything").proto();
        for (String line : new String[] {
            "  repeated int32 numbers = 18;",
            "  map<string, int32> by_name = 20;",
            "  map<int64, demo.Person> by_number = 21;",
            "  oneof choice {\n    string left = 22;\n    int32 right = 23;\n  }",
            "  optional int32 maybe = 24;",
            "  demo.Color color = 16;",
            "  google.protobuf.Any any = 25;",
        }) {
            assertTrue(text.contains(line + "\n"), text);
        }
        assertEquals("""
            enum demo.Color {
              COLOR_UNSPECIFIED = 0;
              RED = 1;
              GREEN = 2;
            }
            """, described("demo.Color").proto());
        assertTrue(described("demo.Echo")
                .proto()
                .contains("rpc Old(demo.Person) returns (demo.Person) { option deprecated = true; }"));
        assertTrue(
                described("demo.old.Form")
                        .proto()
                        .contains("  required string name = 1;\n  optional int32 age = 2 [default = 7];\n"),
                described("demo.old.Form").proto());
    }

    @Test
    void theRequestToFillInIsARequestForEveryMessage() throws Exception {
        JsonMethod method = DemoSchema.method("Once");
        String template = described("demo.Everything").template().orElseThrow();
        String filled = template.replace(
                "\"@type\":\"type.googleapis.com/PACKAGE.MESSAGE\"", "\"@type\":\"type.googleapis.com/demo.Person\"");
        assertTrue(method.requests(new ByteArrayInputStream(filled.getBytes(StandardCharsets.UTF_8)))
                .next()
                .isPresent());
        assertEquals(Optional.empty(), described("demo.Color").template());
    }

    @Test
    void anUnknownNameIsToldWithTheNearest() {
        String message = assertThrows(IllegalArgumentException.class, () -> described("demo.Persn"))
                .getMessage();
        assertEquals("no such name in the schema: name=demo.Persn, did you mean demo.Person?", message);
    }
}
