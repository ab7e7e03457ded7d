package notes;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import io.samehost.client.daemon.DaemonCommand;
import io.samehost.client.daemon.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@code note add|list|watch|stop [TEXT]}. */
public final class NoteCommand {
    private NoteCommand() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(System.getProperty("user.home"), ".notes").toAbsolutePath();
        Tool notes = Tool.of(NotesMethods.NAME, NotesMethods.VERSION)
                .startedBy(DaemonCommand.ofMain(NotesDaemon.class, System.getProperty("notes", file.toString())));
        String text = args.length > 1 ? args[1] : "";
        switch (args.length == 0 ? "list" : args[0]) {
            case "add" -> call(notes, client -> System.out.println(client.call(NotesMethods.ADD, text)));
            case "list" ->
                call(notes, client -> client.call(NotesMethods.LIST, text).forEach(System.out::println));
            case "watch" ->
                call(notes, client -> watch(client, text));
            case "stop" -> System.out.println(notes.stop(Duration.ofSeconds(10)) ? "stopped" : "did not run");
            default -> System.err.println("usage: note add|list|watch|stop [TEXT]");
        }
    }

    /** Ends with the daemon, by an exception. */
    private static void watch(Client client, String text) throws IOException, CallException {
        try (TypedStream<String, Note> news = client.serverStream(NotesMethods.WATCH, text)) {
            for (Optional<Note> note = news.receive(); note.isPresent(); note = news.receive()) {
                System.out.println(note.get());
            }
        }
    }

    private interface Use {
        void with(Client client) throws Exception;
    }

    private static void call(Tool notes, Use use) throws Exception {
        try (Client client = notes.connect()) {
            use.with(client);
        } catch (IOException | CallException e) {
            System.err.println("note: " + e.getMessage());
            System.exit(1);
        }
    }
}
