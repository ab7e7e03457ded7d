package io.samehost.man;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The completions that the build left in its target directory, in the shells that are here. */
@Timeout(60)
final class CompletionsTest {
    private static final Path FILES = Path.of("target", "completion").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({
        "bash, ipc-server", "bash, ipc-client", "bash, samehost-bench",
        "zsh, _ipc-server", "zsh, _ipc-client", "zsh, _samehost-bench",
        "fish, ipc-server.fish", "fish, ipc-client.fish", "fish, samehost-bench.fish"
    })
    void theShellCanReadIt(String shell, String file) throws Exception {
        assertEquals("", said(shell, "-n", FILES.resolve(shell).resolve(file).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"call", "chat"})
    void fishCompletesSubcommands(String expected) throws Exception {
        assertTrue(fish("ipc-client c").contains(expected + '\t'));
    }

    @ParameterizedTest
    @CsvSource({
        "ipc-client call --wa, --wait",
        "ipc-client ping --color=al, --color=always",
        "ipc-client --vers, --version",
    })
    void fishCompletesOptionsAndTheirValues(String typed, String expected) throws Exception {
        assertTrue(fish(typed).startsWith(expected), () -> "completes to another");
    }

    @ParameterizedTest
    @CsvSource({"ipc-client ca, call", "samehost-bench comp, compare", "ipc-client call --wa, --wait"})
    void bashCompletes(String typed, String expected) throws Exception {
        String[] words = typed.split(" ", -1);
        String line = "source " + FILES.resolve("bash").resolve(words[0]) + "; COMP_WORDS=(" + typed + "); COMP_CWORD="
                + (words.length - 1) + "; compopt() { :; }; _complete_" + words[0] + "; echo ${COMPREPLY[@]}";
        assertEquals(expected, said("bash", "-c", line).strip());
    }

    private static String fish(String typed) throws Exception {
        String program = typed.split(" ", 2)[0];
        Path file = FILES.resolve("fish").resolve(program + ".fish");
        return said("fish", "-c", "source " + file + "; complete -C '" + typed + "'");
    }

    /** What a shell prints, on either of its outputs. */
    private static String said(String... command) throws Exception {
        assumeTrue(isHere(command[0]), () -> "not here: " + command[0]);
        Path home = Files.createTempDirectory("shell");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(java.util.Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", home.toString()));
            builder.environment().put("XDG_DATA_HOME", home.toString());
            Process process = builder.redirectInput(new File("/dev/null")).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), said);
            return said;
        } finally {
            try (Stream<Path> left = Files.walk(home)) {
                List<Path> files =
                        left.sorted(java.util.Comparator.reverseOrder()).toList();
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isHere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
