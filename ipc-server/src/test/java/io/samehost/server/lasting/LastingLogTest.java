package io.samehost.server.lasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LastingLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.samehost.test.LastingLogTest");

    private final List<String> lines = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            sources.add(entry.getSourceClassName() + " " + entry.getSourceMethodName());
            lines.add(
                    entry.getParameters() == null
                            ? entry.getMessage()
                            : MessageFormat.format(entry.getMessage(), entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private long nowNanos = Long.MAX_VALUE - 1; // a clock may wrap
    private final RepeatedLines repeated = new RepeatedLines(() -> nowNanos);
    private final LastingLog log = new LastingLog(LOGGER.getName(), repeated);

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
    }

    private void pass(long seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
        repeated.takeDue().forEach(LastingLog::tell);
    }

    private void refuse(String user, int times) {
        for (int i = 0; i < times; i++) {
            log.log(Level.WARNING, "refused: user={0} port={1}", user, i);
        }
    }

    @Test
    void anEntryNamesTheClassAndMethodThatLog() {
        log.log(Level.WARNING, "text");
        log.log(Level.INFO, () -> "supplied");
        log.log(Level.WARNING, "with a cause", new IOException());
        log.log(Level.WARNING, "with a number ", 1, new IOException());
        log.log(Level.WARNING, "with a detail ", "detail", new IOException());
        log.log(Level.WARNING, "of parts: user={0}", "nobody");
        String here = LastingLogTest.class.getName() + " anEntryNamesTheClassAndMethodThatLog";
        assertEquals(Collections.nCopies(6, here), sources);
    }

    @Test
    void repeatedLinesAreToldInOneAfterTenSeconds() {
        refuse("nobody", 413);
        pass(9);
        assertEquals(List.of("refused: user=nobody port=0"), lines);
        pass(1);
        assertEquals("412 more in 10 s, such as: refused: user=nobody port=0", lines.get(1));
        refuse("nobody", 1500);
        pass(10);
        assertEquals("1500 more in 10 s, such as: refused: user=nobody port=0", lines.get(2));
        pass(10);
        assertEquals(3, lines.size());
    }

    @Test
    void aLineAfterQuietTimesIsLoggedAtOnce() {
        refuse("nobody", 1);
        pass(10);
        refuse("nobody", 1);
        assertEquals(2, lines.size());
    }

    @Test
    void eachUserIsCountedByItself() {
        refuse("nobody", 2);
        refuse("alice", 3);
        assertEquals(List.of("refused: user=nobody port=0", "refused: user=alice port=0"), lines);
        pass(10);
        assertTrue(lines.contains("1 more in 10 s, such as: refused: user=nobody port=0"), lines::toString);
        assertTrue(lines.contains("2 more in 10 s, such as: refused: user=alice port=0"), lines::toString);
    }

    @Test
    void aCrowdOfUsersIsCountedTogether() {
        for (int uid = 0; uid < 100_000; uid++) {
            refuse("" + uid, 1);
        }
        assertEquals(257, lines.size());
        lines.clear();
        pass(10);
        assertEquals(List.of("99743 more in 10 s, such as: refused: user=256 port=0"), lines);
    }

    @Test
    void linesOfEachFormAreCounted() {
        IOException cause = new IOException("no {luck}");
        for (int i = 0; i < 3; i++) {
            log.log(Level.ERROR, "failed");
            log.log(Level.ERROR, "failed well", cause);
            log.log(Level.ERROR, "failed: id=", i, cause);
            log.log(Level.ERROR, "failed: at=", "place " + i, cause);
        }
        assertEquals(
                List.of(
                        "failed",
                        "failed well",
                        "failed: id=0",
                        "failed: at=place 0 cause=java.io.IOException: no {luck}"),
                lines);
        lines.clear();
        pass(10);
        lines.sort(null);
        assertEquals(
                List.of(
                        "2 more in 10 s, such as: failed",
                        "2 more in 10 s, such as: failed well: cause=java.io.IOException: no {luck}",
                        "2 more in 10 s, such as: failed: at=place 0 cause=java.io.IOException: no {luck}",
                        "2 more in 10 s, such as: failed: id=0 cause=java.io.IOException: no {luck}"),
                lines);
    }

    @Test
    void linesForWhoLooksCloselyAreAllLogged() {
        LOGGER.setLevel(java.util.logging.Level.ALL);
        log.log(Level.DEBUG, "accepted");
        log.log(Level.DEBUG, "accepted");
        assertEquals(2, lines.size());
    }
}
