package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of methods, as Java writes them; those that collide are in the golden files. */
final class MethodNamesTest {
    @ParameterizedTest
    @CsvSource({
        "SayHello,  sayHello,  SAY_HELLO",
        "sayHello,  sayHello,  SAY_HELLO",
        "say_hello, sayHello,  SAY_HELLO",
        "Say__Hello, sayHello, SAY__HELLO",
        "HTTPGet,   httpGet,   HTTP_GET",
        "GetURL,    getURL,    GET_URL",
        "ID,        id,        ID",
        "X,         x,         X",
        "Version2,  version2,  VERSION2",
        "V2Get,     v2Get,     V2_GET",
        "_,         _,         _",
    })
    void aNameIsInTheFormThatJavaHasForIt(String name, String method, String constant) {
        assertEquals(method, MethodNames.lowerCamel(name));
        assertEquals(constant, MethodNames.upperSnake(name));
    }
}
