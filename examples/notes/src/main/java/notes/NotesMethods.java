package notes;

import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;
import java.util.List;

/** The methods that the command and the daemon agree on. */
final class NotesMethods {
    static final String NAME = "notes";
    static final String VERSION = "1.0";

    /** Takes a text, answers with its note. */
    static final Method<String, Note> ADD = new Method<>("notes.Notes", "Add", Marshaller.UTF_8, Note.ONE);

    /** Answers with the notes that contain a text. */
    static final Method<String, List<Note>> LIST = new Method<>("notes.Notes", "List", Marshaller.UTF_8, Note.MANY);

    /** A stream of the new notes that contain a text. */
    static final Method<String, Note> WATCH = new Method<>("notes.Notes", "Watch", Marshaller.UTF_8, Note.ONE);

    private NotesMethods() {}
}
