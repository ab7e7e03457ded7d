package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.wire.OversizeException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFieldsTest {
    private final NameFields names = new NameFields();

    @Test
    void aMethodThatIsCalledAgainIsNotEncodedAgain() throws Exception {
        byte[] first = names.of("greet.Greeter", "Hello");

        assertSame(first, names.of("greet.Greeter", "Hello"));
        assertSame(first, names.of(new String("greet.Greeter"), new String("Hello")));
    }

    @ParameterizedTest
    @CsvSource({"greet.Greeter, Bye", "greet.Other, Hello", "greet.GreeterHello, ''", "'', greet.GreeterHello"})
    void eachMethodHasItsOwnFields(String service, String method) throws Exception {
        byte[] hello = names.of("greet.Greeter", "Hello").clone();
        byte[] other = names.of(service, method);

        assertEquals(service, read(other).service());
        assertEquals(method, read(other).method());
        assertArrayEquals(hello, names.of("greet.Greeter", "Hello"));
    }

    /** "Aa" and "BB" have the same hash code. */
    @Test
    void methodsThatShareAPlaceTakeTurns() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals("Aa", read(names.of("s", "Aa")).method());
            assertEquals("BB", read(names.of("s", "BB")).method());
        }
    }

    @Test
    void longNamesAreNotKept() throws Exception {
        String service = "x".repeat(300);

        assertEquals(service, read(names.of(service, "m")).service());
        assertNotSame(names.of(service, "m"), names.of(service, "m"));
    }

    @Test
    void namesThatFillMoreThanAFrameAreRefused() {
        String service = "é".repeat(FrameHeader.MAX_DATA_BYTES / 2);

        assertThrows(OversizeException.class, () -> names.of(service, "m"));
    }

    private static Request read(byte[] fields) throws MalformedEnvelopeException {
        return new RequestCodec().read(ByteBuffer.wrap(fields), new LargePayload());
    }
}
