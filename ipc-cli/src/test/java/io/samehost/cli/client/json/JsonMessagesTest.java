package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"aDouble":1.5}
        {"aDouble":"NaN"}
        {"aFloat":"-Infinity"}
        {"anInt32":-2147483648}
        {"anInt64":"9223372036854775807"}
        {"aUint32":4294967295}
        {"aUint64":"18446744073709551615"}
        {"aSint32":-1}
        {"aSint64":"-1"}
        {"aFixed32":1}
        {"aFixed64":"1"}
        {"aSfixed32":-1}
        {"aSfixed64":"-1"}
        {"aBool":true}
        {"aString":"grüße \\"𝄞\\"\\n"}
        {"someBytes":"AP8="}
        {"color":"GREEN"}
        {"color":7}
        {"person":{"name":"Ann","friends":[{"name":"Bob"}]}}
        {"numbers":[1,2,3]}
        {"colors":["RED","COLOR_UNSPECIFIED"]}
        {"byName":{"one":1}}
        {"byNumber":{"7":{"name":"Ann"}}}
        {"left":""}
        {"right":0}
        {"maybe":0}
        {"any":{"@type":"type.googleapis.com/demo.Person","name":"Ann"}}
        {"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}
        {"duration":"1.500s"}
        {"timestamp":"2026-01-31T12:00:00Z"}
        {"mask":"aString,person.name"}
        {"struct":{"a":[1.0,null,"x"]}}
        {"value":null}
        {"value":[true]}
        {"list":[1.0]}
        {"boolValue":false}
        {"int64Value":"0"}
        {"stringValue":""}
        {"bytesValue":"AA=="}
        {}
        """)
    void canonicalJsonOfEveryTypeComesBackAsItIs(String json) throws IOException {
        JsonMethod method = DemoSchema.method("Once");
        assertEquals(json, method.line(values("Once", json).next().orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"an_int64": 5}              | {"anInt64":"5"}
        {"anInt32": "5"}             | {"anInt32":5}
        {"anInt32": 5.0}             | {"anInt32":5}
        {"color": 2}                 | {"color":"GREEN"}
        {"someBytes": "_-8"}         | {"someBytes":"/+8="}
        {"aString": null}            | {}
        {"aBool": false}             | {}
        {"aDouble": 1e2}             | {"aDouble":100.0}
        """)
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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"nmae": "x"}                        | unknown field: field=nmae message=demo.Person line=1 column=2, did you mean name?
        {"zzzzzz": "x"}                      | unknown field: field=zzzzzz message=demo.Person line=1 column=2, it has name, age, friends
        {"name": "x","friends":[{"agee":1}]} | unknown field: field=agee message=demo.Person line=1 column=26, did you mean age?
        []                                   | request does not fit its type: message=demo.Person line=1 column=1 cause=not an object, write {...}
        """)
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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"name": x}        | line=1 column=10
        {"name": "x"       | line=1 column=13
        {"name": "x",}     | line=1 column=14
        {'name': "x"}      | line=1 column=2
        {"name":1,"name":2}| line=1 column=17
        """)
    void whatIsNoJsonIsToldWithLineAndColumn(String json, String place) {
        String message = mistake("Each", json);
        assertTrue(message.startsWith("request is not JSON: message=demo.Person " + place + " cause="), message);
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
