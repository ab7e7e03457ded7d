package io.samehost.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.Checkout;
import io.samehost.cli.fixture.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the scripts of a checkout make before they start a command, and when. Maven is played by a script. */
@Timeout(120)
final class LauncherBuildTest {
    /** Waits until the test lets it end, for half a minute at most. */
    private static final String SLOW_MAVEN = "for ((i = 0; i < 300; i++)); do [[ -e go ]] && exit; sleep 0.1; done";

    private Workplace place;
    private Checkout checkout;

    @BeforeEach
    void open() throws IOException {
        place = new Workplace();
        checkout = new Checkout(Files.createDirectory(place.path("checkout")));
    }

    @AfterEach
    void close() throws IOException {
        place.close();
    }

    /** A command that finds no server, and so ends with 3. */
    private List<String> command(Path client, Path jdk, List<Path> path) {
        StringBuilder places = new StringBuilder();
        path.forEach(directory -> places.append(directory).append(':'));
        return new ArrayList<>(List.of(
                "env",
                "-i",
                "PATH=" + places + System.getenv("PATH"),
                "JAVA_HOME=" + jdk,
                client.toString(),
                "raw",
                "unix:./missing"));
    }

    private List<String> command(Path... path) {
        return command(checkout.script("ipc-client"), checkout.jdk(), List.of(path));
    }

    @Test
    void twoThatStartTogetherBuildOnce() throws Exception {
        Path maven = checkout.unbuilt(SLOW_MAVEN);
        Path none = Path.of("/dev/null");

        Workplace.Started first = place.start(command(maven), none);
        await().until(() -> checkout.madeSoFar().contains("build"));
        Workplace.Started second = place.start(command(maven), none);
        await().until(() -> isWaiting(second.process()));
        Files.createFile(checkout.root().resolve("go"));

        assertEquals(3, place.finish(first).exitCode(), "first");
        assertEquals(3, place.finish(second).exitCode(), "second");
        assertEquals(List.of("build", "archives"), checkout.madeSoFar());
    }

    private static boolean isWaiting(Process launcher) {
        return launcher.descendants()
                .anyMatch(child -> child.info().command().orElse("").endsWith("flock"));
    }

    @Test
    void whatIsBuiltIsNotBuiltAgain() throws Exception {
        Path maven = checkout.unbuilt("");

        Workplace.Result first = place.run(command(maven));
        Workplace.Result second = place.run(command(maven));

        assertTrue(first.err().startsWith("building ipc-cli, this once: "), first::err);
        assertEquals(3, second.exitCode(), second::err);
        assertEquals(1, second.err().lines().count(), second::err);
        assertEquals(List.of("build", "archives"), checkout.madeSoFar());
    }

    @Test
    void aBuildThatFailsIsToldAndNothingStarts() throws Exception {
        Path maven = checkout.unbuilt("echo '[ERROR] cannot find symbol' && exit 1");

        Workplace.Result first = place.run(command(maven));
        Workplace.Result second = place.run(command(maven));

        assertNotEquals(0, first.exitCode());
        assertTrue(first.err().contains("[ERROR] cannot find symbol\n"), first::err);
        assertTrue(!first.err().contains("unix:./missing"), first::err);
        assertEquals(first.err(), second.err());
        assertEquals(List.of("build", "build"), checkout.madeSoFar());
    }

    @Test
    void anotherJdkGetsArchivesOfItsOwnOnce() throws Exception {
        Path other = Files.createSymbolicLink(place.path("jdk"), checkout.jdk());
        List<String> command = command(checkout.script("ipc-client"), other, List.of());

        Workplace.Result first = place.run(command);
        Workplace.Result second = place.run(command);

        assertEquals(3, first.exitCode(), first::err);
        assertEquals(3, second.exitCode(), second::err);
        assertEquals(List.of("archives"), checkout.madeSoFar());
        assertEquals(3, place.run(command()).exitCode());
        assertEquals(List.of("archives"), checkout.madeSoFar(), "those of the first JDK were lost");
    }

    @Test
    void aCheckoutThatWasMovedMakesArchivesAgainAndBuildsNothing() throws Exception {
        Path moved = Files.move(checkout.root(), place.path("moved"));
        List<String> command = command(moved.resolve("scripts/ipc-client"), checkout.jdk(), List.of());

        Workplace.Result first = place.run(command);
        Workplace.Result second = place.run(command);

        assertEquals(3, first.exitCode(), first::err);
        assertEquals(3, second.exitCode(), second::err);
        assertEquals(List.of("archives"), checkout.madeSoFar());
    }
}
