package io.samehost.cli.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ServerLogTest {

    /** A class that cannot be loaded for want of descriptors is lost for good. */
    @Test
    @Timeout(60)
    void theFirstLineIsPrintedAlsoWhereItIsAboutAWantOfDescriptors() throws IOException {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n 120 && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(
                log.matches("[0-9:.]{12} WARNING opened what there is"
                        + " cause=java.io.FileNotFoundException: /dev/null \\(Too many open files\\)\n"),
                log);
    }

    @Test
    void aLineIsHarmlessForATerminal() {
        StringWriter err = new StringWriter();
        LogRecord entry = new LogRecord(Level.WARNING, "handler failed: \u001b[31mred\n12:00:00.000 WARNING forged");
        entry.setThrown(new IllegalStateException("\u202eback\u0007"));
        ServerLog.to(new PrintWriter(err, true)).publish(entry);
        assertTrue(
                err.toString()
                        .endsWith(" WARNING handler failed: \uFFFD[31mred 12:00:00.000 WARNING forged"
                                + " cause=java.lang.IllegalStateException: \uFFFDback\uFFFD\n"),
                err::toString);
    }
}
