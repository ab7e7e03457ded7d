package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRequestTest {
    private static FileRequest parse(String text) throws StatusException {
        return FileRequest.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNameAloneAsksForTheWholeFile() throws StatusException {
        assertEquals(new FileRequest("a b", 0, Long.MAX_VALUE, Optional.empty()), parse("a b\n"));
        assertTrue(parse("a").isWhole(5));
        assertEquals(5, parse("a").endBytes(5));
    }

    @Test
    void furtherLinesAskForARangeOfAVersion() throws StatusException {
        FileRequest request = parse("a\noffset 3\nlength 10\nversion x");

        assertEquals(new FileRequest("a", 3, 10, Optional.of("x")), request);
        assertFalse(request.isWhole(13));
        assertEquals(13, request.endBytes(20));
        assertEquals(5, request.endBytes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\noffset -1", "a\nlength x", "a\noffset", "a\nspeed 3", "a\n\n"})
    void otherLinesAreRefused(String text) {
        StatusException refused = assertThrows(StatusException.class, () -> parse(text));
        assertEquals(StatusCode.INVALID_ARGUMENT, refused.status().code());
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThrows(StatusException.class, () -> FileRequest.parse(new byte[] {'a', (byte) 0xff}));
    }

    @Test
    void anOffsetBehindTheEndIsOutOfRange() throws StatusException {
        FileRequest request = parse("a\noffset 6");

        StatusException refused = assertThrows(StatusException.class, () -> request.endBytes(5));
        assertEquals(StatusCode.OUT_OF_RANGE, refused.status().code());
        assertEquals(6, request.endBytes(6));
    }
}
