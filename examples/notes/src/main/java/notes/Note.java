package notes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.wire.Marshaller;
import java.util.List;
import java.util.stream.Collectors;

/** A note, as it travels and as it is kept: its number, a space, its text. */
record Note(int number, String text) {
    static final Marshaller<Note> ONE = Marshaller.of(note -> bytes(note.toString()), bytes -> parse(text(bytes)));

    static final Marshaller<List<Note>> MANY = Marshaller.of(
            notes -> bytes(notes.stream().map(Note::toString).collect(Collectors.joining("\n"))),
            bytes -> text(bytes).lines().map(Note::parse).toList());

    static Note parse(String line) {
        int space = line.indexOf(' ');
        return new Note(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Override
    public String toString() {
        return number + " " + text;
    }
}
