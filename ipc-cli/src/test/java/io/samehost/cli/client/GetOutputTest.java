package io.samehost.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.Background;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output of {@code ipc-client get}: to stdout, to a terminal, to a file that the shell opened. */
final class GetOutputTest extends GetCommandFixture {
    private static final int NOBODY = 65534;

    @Test
    void onStdoutThereAreTheBytesAndNothingElse() throws Exception {
        Process process = new ProcessBuilder(
                        Workplace.java(IpcClient.class, "get", address(), "directory/a", "-o", "-"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertEquals("content", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    /** The command line of a download in a process that writes down which classes it loads. */
    private List<String> loggingClasses(Path log, String name) {
        List<String> command = new ArrayList<>(Workplace.java(
                IpcClient.class, "get", address(), name, "-o", here("b").toString()));
        command.add(1, "-Xlog:class+load:file=" + log);
        return command;
    }

    @ParameterizedTest
    @CsvSource({"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
    void aRedirectedFileIsWrittenToAndNotReplaced(String output) throws Exception {
        Path log = Files.writeString(here("log"), "before\n");
        Object key = Files.getAttribute(log, "unix:ino");
        Process process = new ProcessBuilder(
                        Workplace.java(IpcClient.class, "get", address(), "directory/a", "-o", output))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();

        assertEquals(0, process.waitFor());
        assertEquals("before\ncontent", Files.readString(log));
        assertEquals(key, Files.getAttribute(log, "unix:ino"));
    }

    @Test
    void aPipeIsWrittenTo() throws Exception {
        Path pipe = pipe(here("p"));
        var read = Background.call(() -> Files.readString(pipe));

        assertEquals(0, get("directory/a", pipe));

        assertEquals("content", read.get());
    }

    private static Path pipe(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        return path;
    }

    /** Nobody reads from the pipe: whoever opened it would wait. */
    @ParameterizedTest
    @CsvSource({"pipe, another user's pipe or device is not written to", "link, another user's symbolic link"})
    void whatAnotherUserLeftInADirectoryForAllIsNotWrittenTo(String name, String why) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
        Files.setAttribute(here(""), "unix:mode", 01777);
        Path link = Files.createSymbolicLink(here("link"), pipe(here("pipe")));
        Files.setAttribute(here("pipe"), "unix:uid", NOBODY);
        Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);

        assertEquals(1, get("directory/a", here(name)));

        assertTrue(err.toString().startsWith("ipc-client: " + why), err::toString);
    }

    @Test
    void theLibraryOfTheBarIsNotLoadedWhereNobodyWatches() throws Exception {
        Path log = here("classes");
        Process process = new ProcessBuilder(loggingClasses(log, "directory/a"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertEquals(0, process.waitFor());
        String classes = Files.readString(log);
        assertTrue(classes.contains("io.samehost.client.files.Transfer"));
        assertFalse(classes.contains("tongfei") || classes.contains("jline"));
    }

    @ParameterizedTest
    @CsvSource({"80", "60"})
    void onATerminalThereIsABarWithRateAndTimeLeft(int columns) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        sparse("big", 64 << 20);
        String command = "stty cols " + columns + "; " + String.join(" ", loggingClasses(here("classes"), "big"));
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();

        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), shown);
        assertTrue(
                shown.matches("(?s).*\rbig 100% \\[={10,}] 64/64 MiB \\d+ MiB/s (verifying|0:00 left) *\r\n.*done: .*"),
                shown);
        assertFalse(Files.readString(here("classes")).contains("jline.nativ"), "native code was loaded");
    }

    private void sparse(String name, long sizeBytes) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(top.resolve("served").resolve(name).toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
    }

    @Test
    void aSignalLeavesThePartAndSaysSo() throws Exception {
        sparse("big", 8L << 30);
        Path part = here(".b.part");
        Process process = new ProcessBuilder(Workplace.java(
                        IpcClient.class,
                        "get",
                        address(),
                        "big",
                        "-o",
                        here("b").toString()))
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(part) && Files.size(part) > 0);
        process.toHandle().destroy();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(143, process.waitFor());
        assertEquals(
                "kept: part=" + part + " bytes=" + Files.size(part) + ", the same command goes on from there\n", said);
        assertFalse(Files.exists(here("b")));
    }
}
