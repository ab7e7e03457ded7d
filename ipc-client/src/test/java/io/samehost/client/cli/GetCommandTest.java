package io.samehost.client.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.client.Client;
import io.samehost.client.files.DownloadListener;
import io.samehost.client.files.JavaProcess;
import io.samehost.client.files.RemoteFiles;
import io.samehost.server.Server;
import io.samehost.server.files.FilesService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class GetCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path top;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        top = Files.createTempDirectory(Path.of("/tmp"), "sh");
        Files.createDirectories(top.resolve("served/directory"));
        Files.createDirectory(top.resolve("here"));
        Files.writeString(top.resolve("served/directory/a"), "content");
        Files.createSymbolicLink(top.resolve("served/out"), Path.of("/etc/passwd"));
        server = new FilesService(top.resolve("served"))
                .addTo(Server.builder())
                .listen(address())
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(top)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    private String address() {
        return "unix:" + top.resolve("s");
    }

    private Path here(String name) {
        return top.resolve("here").resolve(name);
    }

    private int get(String... arguments) {
        List<String> all = new ArrayList<>(List.of("get", address()));
        all.addAll(List.of(arguments));
        CommandLine commandLine = GetProgram.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(all.toArray(String[]::new));
    }

    private int get(String name, Path target) {
        return get(name, "-o", target.toString());
    }

    @Test
    void aFileIsDownloadedAndNothingIsAnimatedWhereNobodyWatches() throws IOException {
        assertEquals(0, get("directory/a", here("b")));

        assertEquals("content", Files.readString(here("b")));
        assertEquals("", out.toString());
        assertTrue(
                err.toString()
                        .matches("done: file=" + here("b")
                                + " sizeBytes=7 sha256=ed7002b4\\S+ seconds=\\S+ MB/s=\\S+\n"),
                err::toString);
    }

    @Test
    void inADirectoryItHasItsOwnName() throws IOException {
        assertEquals(0, get("directory/a", here("")));

        assertEquals("content", Files.readString(here("a")));
    }

    @Test
    void programsGetALineOfJson() {
        assertEquals(0, get("--json", "directory/a", "-o", here("b").toString()));

        assertEquals("", err.toString());
        assertTrue(
                out.toString()
                        .startsWith("{\"event\":\"downloaded\",\"name\":\"directory/a\",\"file\":\"" + here("b")
                                + "\",\"sizeBytes\":7,\"resumedAtBytes\":0,\"sha256\":\"ed7002b4"),
                out::toString);
    }

    @ParameterizedTest
    @CsvSource({"gone, 69", "../a, 67", "directory, 67", "out, 71"})
    void theExitStatusTellsWhatTheServerSaid(String name, int status) throws IOException {
        Files.writeString(here("b"), "old");

        assertEquals(status, get(name, here("b")));

        assertEquals("old", Files.readString(here("b")));
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"..", "directory/", "."})
    void whatNamesNoFileIsAMisuse(String name) {
        assertEquals(2, get(name));
    }

    @Test
    void aTargetThatIsBeingDownloadedToIsLeftAlone() throws Exception {
        DownloadListener downloadingTwice = new DownloadListener() {
            @Override
            public void received(long totalBytes) {
                assertEquals(1, get("directory/a", here("b")));
            }
        };
        try (Client client = Client.connect(address())) {
            new RemoteFiles(client).download("directory/a", here("b"), downloadingTwice);
        }

        assertEquals(
                "ipc-client: another download to the same target is under way: part=" + here(".b.part") + "\n",
                err.toString());
        assertEquals("content", Files.readString(here("b")));
    }

    @Test
    void aServerThatIsNotThereIsExitStatus3() throws IOException {
        server.close();

        assertEquals(3, get("directory/a", here("b")));
    }

    @Test
    void onStdoutThereAreTheBytesAndNothingElse() throws Exception {
        Process process = new ProcessBuilder(
                        JavaProcess.command(List.of(), GetProgram.class, "get", address(), "directory/a", "-o", "-"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertEquals("content", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    @Test
    void theLibraryOfTheBarIsNotLoadedWhereNobodyWatches() throws Exception {
        Path log = here("classes");
        Process process = new ProcessBuilder(JavaProcess.command(
                        List.of("-Xlog:class+load:file=" + log),
                        GetProgram.class,
                        "get",
                        address(),
                        "directory/a",
                        "-o",
                        here("b")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertEquals(0, process.waitFor());
        String classes = Files.readString(log);
        assertTrue(classes.contains("io.samehost.client.files.Transfer"));
        assertFalse(classes.contains("tongfei") || classes.contains("jline"));
    }

    @Test
    void onATerminalThereIsABarWithRateAndTimeLeft() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        sparse("big", 64 << 20);
        String command = String.join(
                " ",
                JavaProcess.command(
                        List.of("-Xlog:class+load:file=" + here("classes")),
                        GetProgram.class,
                        "get",
                        address(),
                        "big",
                        "-o",
                        here("b")));
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();

        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), shown);
        assertTrue(shown.matches("(?s).*\rbig 100% \\[=+] 64/64MiB \\(\\S+ / \\S+\\) \\S+MiB/s\\s+done: .*"), shown);
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
        Process process = new ProcessBuilder(
                        JavaProcess.command(List.of(), GetProgram.class, "get", address(), "big", "-o", here("b")))
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(part) && Files.size(part) > 0);
        process.toHandle().destroy();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(143, process.waitFor());
        assertTrue(
                said.matches("kept: part=" + part + " bytes=[1-9][0-9]*, the same command goes on from there\n"), said);
        assertFalse(Files.exists(here("b")));
    }
}
