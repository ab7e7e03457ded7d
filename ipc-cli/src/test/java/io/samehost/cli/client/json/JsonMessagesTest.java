package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of every type, from JSON and back. */
final class JsonMessagesTest {
    private static JsonValues values(String method, String json) {
        return DemoSchema.method(method).requests(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String mistake(String method, String json) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> {
            JsonValues values = values(method, json);
            while (values.next().isPresent()) {
                // on to the mistake
            }
        });
        return thrown.getMessage();
    }

    @ParameterizedTest
    @MethodSource("io.samehost.cli.client.json.Requests#canonical")
    void canonicalJsonOfEveryTypeComesBackAsItIs(String json) throws IOException {
        JsonMethod method = DemoSchema.method("Once");
        assertEquals(json, method.line(values("Once", json).next().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("io.samehost.cli.client.json.Requests#accepted")
    void whatElseProtobufAcceptsIsAcceptedAndComesBackCanonical(String json, String canonical) throws IOException {
        JsonMethod method = DemoSchema.method("Once");
        assertEquals(canonical, method.line(values("Once", json).next().orElseThrow()));
    }

    @Test
    void aRequestMayBeWhatIsNoObject() throws IOException {
        JsonMethod method = DemoSchema.method("Text");
        assertEquals("\"hi\"", method.line(values("Text", "\"hi\"").next().orElseThrow()));
    }

    @Test
    void severalValuesAreReadOneByOneWhateverIsBetweenThem() throws IOException {
        JsonValues values = values("Count", "{\"name\":\"a\"}{}\n\n  {\"name\":\n\"c\"} ");
        List<String> people = new ArrayList<>();
        Optional<byte[]> next = values.next();
        while (next.isPresent()) {
            people.add(DemoSchema.method("Each").line(next.get()));
            next = values.next();
        }
        assertEquals(List.of("{\"name\":\"a\"}", "{}", "{\"name\":\"c\"}"), people);
    }

    @ParameterizedTest
    @MethodSource("io.samehost.cli.client.json.Requests#mistakes")
    void aMistakeIsToldWithItsPlaceAndWhatWasProbablyMeant(String json, String message) {
        assertEquals(message, mistake("Each", json));
    }

    @Test
    void aValueOfTheWrongTypeIsToldWithItsFieldAndPlace() {
        String message = mistake("Each", "{\"name\": \"x\",\n  \"age\": \"old\"}");
        assertTrue(
                message.startsWith(
                        "value does not fit its field: field=age type=int32 message=demo.Person line=2 column=10"
                                + " cause="),
                message);
        assertTrue(
                mistake("Once", "{\"color\": \"GREEEN\"}")
                        .startsWith("value does not fit its field: field=color type=demo.Color message=demo.Everything"
                                + " line=1 column=11 cause="),
                message);
    }

    @ParameterizedTest
    @MethodSource("io.samehost.cli.client.json.Requests#broken")
    void whatIsNoJsonIsToldWithLineAndColumn(String json, String place) {
        String message = mistake("Each", json);
        assertTrue(message.startsWith("request is not JSON: message=demo.Person " + place + " cause="), message);
    }

    @Test
    void aTypeWithAFormOfItsOwnIsNotLookedAtAsIfItHadFields() {
        String message = mistake("Text", "{\"value\":\"x\"}");
        assertTrue(
                message.startsWith("request does not fit its type: message=google.protobuf.StringValue line=1 column=1"
                        + " cause=Invalid value"),
                message);
    }

    @Test
    void aNumberThatIsTooLargeIsNotSentAsInfinity() {
        assertTrue(mistake("Once", "{\"aDouble\":1e999}").startsWith("value does not fit its field: field=aDouble"));
    }

    @Test
    void aValueWithoutAnEndIsAMistakeWithItsPlace() {
        assertTrue(mistake("Each", "{\"friends\":[".repeat(10_000))
                .startsWith("request is not JSON: message=demo.Person line=1 column="));
        byte[] block = "{},".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
        List<InputStream> blocks =
                new ArrayList<>(List.of(new ByteArrayInputStream("{\"friends\":[".getBytes(StandardCharsets.UTF_8))));
        Stream.generate(() -> new ByteArrayInputStream(block)).limit(100).forEach(blocks::add);
        InputStream endless = new SequenceInputStream(Collections.enumeration(blocks));
        JsonValues values = DemoSchema.method("Each").requests(endless);
        assertEquals(
                "request is longer than any message: limit=67108864 characters",
                assertThrows(IllegalArgumentException.class, values::next).getMessage());
    }

    @Test
    void aMistakeInALaterValueIsToldWithItsLineInTheWholeText() {
        assertTrue(mistake("Each", "{}\n{}\n{\"nmae\":1}").contains(" line=3 column=2,"));
    }

    @Test
    void aMissingRequiredFieldIsToldAtWhateverDepth() {
        JsonMethod method = DemoSchema.schema().method("demo.old.Echo", "Once").orElseThrow();
        for (String json : new String[] {"{\"age\":1}", "{\"name\":\"a\",\"next\":{\"age\":1}}"}) {
            JsonValues values = method.requests(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
            String message =
                    assertThrows(IllegalArgumentException.class, values::next).getMessage();
            assertTrue(message.contains("missing required fields: "), message);
        }
    }

    @Test
    void anAnswerThatIsNoSuchMessageIsToldWithWhatToDo() {
        JsonMethod method = DemoSchema.method("Each");
        String message = assertThrows(UnshowableException.class, () -> method.line(new byte[] {10, 5, 'x'}))
                .getMessage();
        assertTrue(message.startsWith("answer cannot be shown as JSON: message=demo.Person cause="), message);
        assertTrue(message.endsWith(", --format bytes prints it as it is"), message);
    }

    /** Whoever reads an Any need not import what is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"Any.proto", "google/protobuf/any.proto"})
    void anAnyMayHoldWellKnownTypesThatNoFileImports(String file) throws IOException {
        FileDescriptorProto any =
                AnyProto.getDescriptor().toProto().toBuilder().setName(file).build();
        FileDescriptorProto echo = FileDescriptorProto.newBuilder()
                .setName("echo.proto")
                .addDependency(file)
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Echo")
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Once")
                                .setInputType(".google.protobuf.Any")
                                .setOutputType(".google.protobuf.Any")))
                .build();
        FileDescriptorSet set =
                FileDescriptorSet.newBuilder().addFile(any).addFile(echo).build();
        JsonMethod method =
                Schema.of(List.of(set.toByteArray())).method("Echo", "Once").orElseThrow();
        for (String held : new String[] {
            "Any\",\"value\":{}",
            "Duration\",\"value\":\"1.500s\"",
            "Empty\"",
            "FieldMask\",\"value\":\"a\"",
            "Struct\",\"value\":{\"a\":null}",
            "Timestamp\",\"value\":\"2026-01-31T12:00:00Z\"",
            "Int64Value\",\"value\":\"1\"",
        }) {
            String json = "{\"@type\":\"type.googleapis.com/google.protobuf." + held + "}";
            JsonValues values = method.requests(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
            assertEquals(json, method.line(values.next().orElseThrow()));
        }
    }

    @Test
    void aSchemaThatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Schema.of(List.of(new byte[] {10, 99, 1})));
        byte[] whole = DemoSchema.bytes();
        IllegalArgumentException lacks =
                assertThrows(IllegalArgumentException.class, () -> Schema.of(List.of(Lacking.any(whole))));
        assertTrue(
                lacks.getMessage().startsWith("descriptors lack what a file imports: file=demo.proto"),
                lacks.getMessage());
    }
}
