package io.samehost.server.files;

import io.samehost.server.handler.StatusException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Makes a path of a client's name, by its text alone: nothing is looked up. */
final class FileName {
    private FileName() {}

    /** A relative path without {@code .} or {@code ..} in it. */
    static Path parse(String name, FileSystem files) throws StatusException {
        String shown = FileRequest.printable(name);
        if (name.isEmpty()) {
            throw FileRequest.invalid("name is missing");
        }
        if (!isListable(name)) {
            throw FileRequest.invalid("name has control characters: name=" + shown);
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()) {
                throw FileRequest.invalid("name must be relative, with one / between its parts: name=" + shown);
            }
            if (part.equals("..") || part.equals(".")) {
                throw FileRequest.invalid("name must not contain . or .. as a part: name=" + shown);
            }
        }
        return path(name, shown, files);
    }

    private static Path path(String name, String shown, FileSystem files) throws StatusException {
        try {
            Path path = files.getPath(name);
            if (!path.isAbsolute() && path.getRoot() == null) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw FileRequest.invalid("not a name on this system: name=" + shown + ", " + e.getReason());
        }
        throw FileRequest.invalid("name must be relative: name=" + shown);
    }

    /** A name with a control character would break the lines of a list, and terminals. */
    static boolean isListable(String name) {
        return name.chars().noneMatch(Character::isISOControl);
    }

    /**
     * True if the text of an entry's name leads back to it. Java cannot write every name down: bytes that are no text in
     * the encoding of the system become a question mark or U+FFFD, which names another file or none.
     */
    static boolean isListable(Path entry) {
        try {
            String name = entry.toString();
            return isListable(name) && entry.getFileSystem().getPath(name).equals(entry);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
