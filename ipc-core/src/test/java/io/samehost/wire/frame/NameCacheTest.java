package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.samehost.wire.Metadata;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameCacheTest {
    private final RequestCodec codec = new RequestCodec();

    @Test
    void aNameThatComesAgainIsTheSameString() throws Exception {
        assertSame(readService("greet.Greeter"), readService("greet.Greeter"));
    }

    @Test
    void aNameThatDiffersInTheMiddleIsAnother() throws Exception {
        assertEquals("greet.Greeter", readService("greet.Greeter"));
        assertEquals("greet_Greeter", readService("greet_Greeter"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "日本.Service", "naïve"})
    void namesThatAreNotAsciiAreReadAnew(String name) throws Exception {
        assertEquals(name, readService(name));
        assertEquals(name, readService(name));
        assertNotSame(readService(name), readService(name));
    }

    @Test
    void longNamesAreReadAnew() throws Exception {
        String name = "x".repeat(129);

        assertEquals(name, readService(name));
        assertNotSame(readService(name), readService(name));
    }

    private String readService(String name) throws MalformedEnvelopeException {
        Request request = new Request(name, "", new byte[0], 0, Metadata.EMPTY);
        return codec.read(ByteBuffer.wrap(Envelopes.write(request)), new LargePayload())
                .service();
    }
}
