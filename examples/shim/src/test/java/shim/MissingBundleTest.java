package shim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MissingBundleTest {
    @Test
    void aDirectoryThatIsNoBundleIsOneLine(@TempDir Path directory) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream notes = new PrintStream(said, true, StandardCharsets.UTF_8);

        assertEquals(125, RunContainer.run(new Container(directory, notes, notes), notes));

        assertEquals(
                "run-container: no container is here: missing=" + directory.resolve("config.json") + "\n",
                said.toString(StandardCharsets.UTF_8));
    }
}
