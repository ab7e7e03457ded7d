package io.samehost.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Standing still, told from being slow. */
final class TimesTest {
    private final long startNanos = System.nanoTime();
    private final Times times = new Times();

    private long at(long nanos) {
        return startNanos + nanos;
    }

    @Test
    void aMessageThatIsSentByteByByteTakesEverLonger() {
        assertEquals(0, times.messageNanos(false, 0, at(0)));
        assertEquals(10, times.messageNanos(true, 0, at(10)));
        assertEquals(20, times.messageNanos(true, 0, at(20)));
    }

    @Test
    void aPeerThatIsAlwaysInTheMiddleOfANextMessageTakesNoTimeForIt() {
        assertEquals(0, times.messageNanos(true, 1, at(10)));
        assertEquals(0, times.messageNanos(true, 2, at(20)));
        assertEquals(5, times.messageNanos(true, 2, at(25)));
    }

    @Test
    void timeInWhichWeDoNotReadIsNotThePeers() {
        assertEquals(0, times.messageNanos(false, 0, at(50)));
        assertEquals(10, times.messageNanos(true, 0, at(60)));
    }

    @Test
    void outputThatMovesALittleDoesNotStandStill() {
        assertEquals(0, times.outputNanos(true, 0, at(0)));
        assertEquals(10, times.outputNanos(false, 0, at(10)));
        assertEquals(0, times.outputNanos(false, 1, at(20)));
        assertEquals(7, times.outputNanos(false, 1, at(27)));
    }
}
