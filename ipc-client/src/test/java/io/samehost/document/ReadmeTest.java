package io.samehost.document;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README, as it stands there but for the directory of its socket. */
class ReadmeTest {

    @Test
    @Timeout(60)
    void theGreeterOfTheReadmeCompilesAndGreetsOnBothFamilies(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("Greeter.java");
        String text = JavaBlocks.of("README.md").get(0).text();
        Files.writeString(source, text.replace("unix:./", "unix:" + directory + "/"));
        JavaBlocks.compile(directory, List.of(source));

        String printed = JavaBlocks.run(directory, "Greeter");
        assertTrue(printed.contains("unix:" + directory + "/greeter.sock: Hello, world!"), printed);
        assertTrue(
                Pattern.compile("tcp:localhost:\\d+: Hello, world!")
                        .matcher(printed)
                        .find(),
                printed);
    }

    @Test
    void theOverviewOfTheJavadocHasTheSameGreeter() throws Exception {
        String overview = Files.readString(Path.of("..", "docs", "overview.html"));
        assertTrue(overview.contains(JavaBlocks.of("README.md").get(0).text()), overview);
    }
}
