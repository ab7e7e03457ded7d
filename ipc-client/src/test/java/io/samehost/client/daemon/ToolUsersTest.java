package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.transport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two users who have the same tool, and share the temporary directory. Not final: {@link ToolSoakTest} repeats it. */
class ToolUsersTest extends UsersFixture {
    private static final String ONE = "4242";
    private static final String OTHER = "65534";

    private Path placeOf(String user) {
        return temporary.resolve(NAME + "-" + user);
    }

    @Rounds
    void eachUserHasADaemonOfItsOwn() throws Exception {
        long ofOne = run(commandOf(ONE)).pid();
        long ofOther = run(commandOf(OTHER)).pid();
        assertNotEquals(ofOne, ofOther);
        assertEquals(Integer.parseInt(ONE), Files.getAttribute(Path.of("/proc/" + ofOne), "unix:uid"));
        assertEquals(Integer.parseInt(OTHER), Files.getAttribute(Path.of("/proc/" + ofOther), "unix:uid"));
        assertEquals(ofOne, run(commandOf(ONE)).pid());
        assertEquals(ofOther, run(commandOf(OTHER)).pid());
    }

    @Rounds
    void aUserCanNeitherUseNorBreakTheDaemonOfAnother() throws Exception {
        long pid = run(commandOf(ONE)).pid();
        Path place = placeOf(ONE);
        try (ChildProcess intruder = ChildProcess.start(prefix(OTHER), readableClassPath())) {
            String answer = intruder.ask("connect unix:" + place.resolve("socket") + " 5000");
            assertTrue(answer.startsWith("PERMISSION no permission to connect: "), answer);
            String locking = intruder.ask("lock " + place.resolve("lock") + " 1");
            assertTrue(locking.contains("AccessDenied"), locking);
        }
        for (String attack : List.of(
                "ls \"$0\"",
                "cat \"$0/state\"",
                "echo x >\"$0/state\"",
                "echo x >\"$0/log\"",
                "rm \"$0/socket\"",
                "rm -rf \"$0\"",
                "mv \"$0\" \"$0.away\"",
                "chmod 777 \"$0\"",
                "kill " + pid)) {
            assertNotEquals(0, shellOf(OTHER, attack, place), attack);
        }
        assertEquals(pid, run(commandOf(ONE)).pid());
    }

    private int shellOf(String user, String script, Path argument) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(prefix(user));
        words.addAll(List.of("sh", "-c", script, argument.toString()));
        return run(new ProcessBuilder(words)).exitCode();
    }

    @Rounds
    void whatAnotherUserHasMadeUnderTheNameIsRefused() throws Exception {
        Path ofOne = Files.createDirectory(directory.resolve("precious"));
        give(ofOne, ONE);
        Path place = placeOf(ONE);
        for (String trap : List.of("mkdir -m 777 \"$0\"", "ln -s " + ofOne + " \"$0\"", "echo x >\"$0\"")) {
            assertEquals(0, shellOf(OTHER, trap, place), trap);
            String complaint = complaint(commandOf(ONE));
            assertTrue(complaint.startsWith("test: no directory for the files of a tool: name=" + NAME), complaint);
            assertTrue(complaint.matches(".* " + place + " \\((owned by .*|no directory)\\)], set .*"), complaint);
            assertTrue(Files.exists(place, LinkOption.NOFOLLOW_LINKS));
            assertEquals(0, shellOf(OTHER, "rm -r \"$0\"", place));
        }
        try (var files = Files.list(ofOne)) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** The tool's directory in the place that comes first. */
    @Rounds
    void whatAnotherUserHasMadeInThePlaceThatComesFirstIsPassedOver() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("xdg"));
        give(shared, ONE);
        give(Files.createDirectory(shared.resolve(NAME)), OTHER);
        ProcessBuilder command = commandOf(ONE);
        command.environment().put(XDG, shared.toString());
        long pid = run(command).pid();
        assertTrue(Files.exists(placeOf(ONE).resolve("socket")));
        assertFalse(Files.exists(shared.resolve(NAME).resolve("socket")));
        assertEquals(pid, run(command).pid());
    }
}
