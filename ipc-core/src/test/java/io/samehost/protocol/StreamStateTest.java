package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table, row by row. The protocols refuse all that it calls illegal before they ask it ({@link
 * ServerProtocolTest}, {@link ClientProtocolTest}).
 */
class StreamStateTest {
    @ParameterizedTest
    @CsvSource({
        "OPEN,          true,  true",
        "LOCAL_CLOSED,  false, true",
        "REMOTE_CLOSED, true,  false",
        "CLOSED,        false, false",
    })
    void whoHasNotClosedMaySend(StreamState state, boolean maySend, boolean mayReceive) {
        assertEquals(maySend, state.maySend());
        assertEquals(mayReceive, state.mayReceive());
    }

    @ParameterizedTest
    @CsvSource({"OPEN, LOCAL_CLOSED", "REMOTE_CLOSED, CLOSED"})
    void closingOurSideLeavesTheirsAsItWas(StreamState before, StreamState after) {
        assertEquals(after, before.afterLocalClose());
    }

    @ParameterizedTest
    @CsvSource({"OPEN, REMOTE_CLOSED", "LOCAL_CLOSED, CLOSED"})
    void closingTheirSideLeavesOursAsItWas(StreamState before, StreamState after) {
        assertEquals(after, before.afterRemoteClose());
    }
}
