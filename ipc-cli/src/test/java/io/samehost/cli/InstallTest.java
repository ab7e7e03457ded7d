package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.samehost.cli.fixture.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/install} of a checkout whose distribution is made already: one of a few files, with a program as its runtime. */
@Timeout(120)
final class InstallTest {
    private static final String VERSION = "1.0";

    /** What a shell would take for something else. */
    private static final String ODD = "it's a $prefix";

    private Workplace place;
    private Path checkout;
    private Path image;

    @BeforeEach
    void open() throws IOException {
        place = new Workplace();
        checkout = place.path("checkout");
        String architecture = System.getProperty("os.arch");
        image = checkout.resolve("dist/target/samehost-" + VERSION + "-linux-" + architecture);
        copy("../scripts/install", "scripts/install");
        copy("../scripts/maven.sh", "scripts/maven.sh");
        copy("../dist/src/installed-command.sh", "dist/src/installed-command.sh");
        for (String source : List.of(
                "pom.xml",
                "ipc-cli/pom.xml",
                "docs/man/pom.xml",
                "dist/image.sh",
                "scripts/commands.sh",
                "scripts/archive.sh")) {
            write(checkout.resolve(source), "");
        }
        for (String directory : List.of("ipc-cli/src/main", "bench/src/main", "docs/man/src/main")) {
            Files.createDirectories(checkout.resolve(directory));
        }
        makeImage();
        Path tar = write(image.resolveSibling(image.getFileName() + ".tar.gz"), "");
        Files.setLastModifiedTime(tar, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    }

    private void makeImage() throws IOException {
        write(image.resolve("bin/ipc-server"), "program=cli.server.IpcServer\n");
        write(image.resolve("lib/start.sh"), "echo \"$command $home $program $*\"\n");
        write(image.resolve("share/man/man1/ipc-server.1"), "manual");
        write(image.resolve("share/bash-completion/completions/ipc-server"), "bash");
        write(image.resolve("share/zsh/site-functions/_ipc-server"), "zsh");
        write(image.resolve("share/fish/vendor_completions.d/ipc-server.fish"), "fish");
        write(image.resolve("share/doc/samehost/README.md"), "read me");
        Files.createDirectories(image.resolve("runtime/bin"));
        Files.copy(Path.of("/bin/sleep"), image.resolve("runtime/bin/java"));
    }

    private void copy(String from, String to) throws IOException {
        Path target = checkout.resolve(to);
        Files.createDirectories(target.getParent());
        Files.copy(Path.of(from), target);
        assert target.toFile().setExecutable(true);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @AfterEach
    void close() throws IOException {
        place.close();
    }

    private Workplace.Result install(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("env", "-i", "LC_ALL=C.UTF-8", "PATH=" + System.getenv("PATH"), "HOME=" + place.path("home")));
        command.add(checkout.resolve("scripts/install").toString());
        command.addAll(List.of(arguments));
        return place.run(command);
    }

    private void installWell(String... arguments) throws Exception {
        Workplace.Result result = install(arguments);
        assertEquals(0, result.exitCode(), result::err);
        assertEquals("", result.err());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p", ODD})
    void whatIsInstalledRunsAndIsUninstalledWhole(String prefix) throws Exception {
        installWell("--prefix", prefix);

        Path command = place.path(prefix).resolve("bin/ipc-server");
        Path home = place.path(prefix).resolve("lib/samehost/" + VERSION);
        Workplace.Result said = place.run(List.of(command.toString(), "rpc"));
        assertEquals(command + " " + home + " cli.server.IpcServer rpc\n", said.out(), said::err);
        assertEquals("manual", Files.readString(place.path(prefix).resolve("share/man/man1/ipc-server.1")));

        installWell("--uninstall", "--prefix=" + prefix);
        assertEquals(List.of(), names(place.path(prefix)));
    }

    @Test
    void withoutAPrefixItGoesBelowTheHome() throws Exception {
        installWell();
        assertTrue(Files.isExecutable(place.path("home/.local/bin/ipc-server")));
    }

    @Test
    void aFileOfSomebodyElseIsNeitherReplacedNorRemoved() throws Exception {
        Path theirs = write(place.path("p/bin/ipc-server"), "theirs");

        Workplace.Result result = install("--prefix", "p");

        assertEquals(1, result.exitCode(), result::err);
        assertEquals(
                "install: there is something that is not ours, remove it or take another --prefix: file=" + theirs
                        + "\n",
                result.err());
        assertEquals("theirs", Files.readString(theirs));
        assertEquals(List.of("bin"), names(place.path("p")));
        assertEquals(1, install("--prefix", "p", "--uninstall").exitCode());
        assertEquals("theirs", Files.readString(theirs));
    }

    @Test
    void whatLiesBesideOursStays() throws Exception {
        Path theirs = write(place.path("p/share/man/man1/other.1"), "theirs");
        installWell("--prefix", "p");
        installWell("--prefix", "p", "--uninstall");
        assertEquals("theirs", Files.readString(theirs));
        assertEquals(List.of("share"), names(place.path("p")));
    }

    @Test
    void whereASourceIsNewerItIsBuiltFirst() throws Exception {
        Path source = write(checkout.resolve("ipc-cli/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofMinutes(2))));
        Path maven = write(place.path("maven/mvn"), "#!/bin/bash\necho \"[ERROR] $*\" && exit 1\n");
        assert maven.toFile().setExecutable(true);
        String path = "PATH=" + maven.getParent() + ":" + System.getenv("PATH");

        Workplace.Result result = place.run(
                List.of("env", path, checkout.resolve("scripts/install").toString(), "--prefix", "p"));

        assertNotEquals(0, result.exitCode());
        assertTrue(result.err().startsWith("building the distribution: "), result::err);
        assertTrue(result.err().contains("-P dist package\n"), result::err);
        assertFalse(Files.exists(place.path("p")));
    }

    @Test
    void aProgramThatRunsKeepsItsFilesUntilTheNextTime() throws Exception {
        assumeTrue(Path.of("/bin/sleep").toRealPath().endsWith("sleep"), "sleep is more than one program here");
        installWell("--prefix", "p");
        Path homes = place.path("p/lib/samehost");
        Path first = homes.resolve(VERSION);
        Workplace.Started server =
                place.start(List.of(first.resolve("runtime/bin/java").toString(), "1000"), Path.of("/dev/null"));

        Workplace.Result again = install("--prefix", "p");

        assertEquals(0, again.exitCode(), again::err);
        assertTrue(again.out().contains("kept, a server uses it: " + first + "\n"), again::out);
        assertEquals(List.of(VERSION, VERSION + ".2", "installed"), names(homes));
        String command = Files.readString(place.path("p/bin/ipc-server"));
        assertTrue(command.contains("/" + VERSION + ".2\n"), command);

        server.process().destroyForcibly().waitFor();
        installWell("--prefix", "p");
        assertEquals(List.of(VERSION, "installed"), names(homes));
    }

    @Test
    void anInstallationThatWasInterruptedCanBeUndone() throws Exception {
        installWell("--prefix", "p");
        Files.delete(place.path("p/bin/ipc-server"));
        installWell("--prefix", "p", "--uninstall");
        assertFalse(Files.exists(place.path("p/lib")));
    }
}
