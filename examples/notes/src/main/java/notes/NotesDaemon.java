package notes;

import io.samehost.server.daemon.Daemon;
import java.nio.file.Path;
import java.time.Duration;

/** {@code notesd}: keeps the notes in the file of its argument. The command starts it; it ends when nobody uses it. */
public final class NotesDaemon {
    private NotesDaemon() {}

    public static void main(String[] args) throws Exception {
        Daemon.of(NotesMethods.NAME, NotesMethods.VERSION)
                .closeWhenIdle(Duration.ofMinutes(10))
                .run(builder -> {
                    Notebook notebook = new Notebook(Path.of(args[0])); // now nobody else has it open
                    builder.handle(NotesMethods.ADD, (text, request) -> notebook.add(text))
                            .handle(NotesMethods.LIST, (text, request) -> notebook.containing(text))
                            .handleServerStream(NotesMethods.WATCH, notebook::watch);
                });
    }
}
