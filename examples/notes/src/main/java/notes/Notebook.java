package notes;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.samehost.server.handler.Outgoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The notes, kept in a file. Thread-safe. */
final class Notebook {
    private final Path file;
    private final List<Note> notes = new ArrayList<>();
    private final Set<BlockingQueue<Note>> watchers = ConcurrentHashMap.newKeySet();

    Notebook(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(line -> notes.add(Note.parse(line)));
        }
    }

    synchronized Note add(String text) throws IOException {
        Note note = new Note(notes.size() + 1, text.replaceAll("\\R", " "));
        Files.writeString(file, note + "\n", CREATE, APPEND);
        notes.add(note);
        watchers.forEach(watcher -> watcher.add(note));
        return note;
    }

    synchronized List<Note> containing(String text) {
        return notes.stream().filter(note -> note.text().contains(text)).toList();
    }

    /** Sends new notes until the client goes or the daemon ends. */
    void watch(String text, Outgoing<Note> out) throws Exception {
        out.request().interruptWhenServerCloses();
        BlockingQueue<Note> news = new LinkedBlockingQueue<>();
        watchers.add(news);
        try {
            while (true) {
                Note note = news.take();
                if (note.text().contains(text)) {
                    out.send(note);
                }
            }
        } finally {
            watchers.remove(news);
        }
    }
}
