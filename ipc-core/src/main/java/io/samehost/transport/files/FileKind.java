package io.samehost.transport.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The kinds of files that a path can name. */
public enum FileKind {
    SOCKET(0140000, "socket"),
    LINK(0120000, "symbolic link"),
    REGULAR(0100000, "regular file"),
    DIRECTORY(0040000, "directory"),
    FIFO(0010000, "fifo"),
    DEVICE(0, "device");

    /** {@code S_IFMT}: the bits of {@code st_mode} that hold the kind, see inode(7). */
    private static final int KIND_BITS = 0170000;

    private final int bits;
    private final String words;

    FileKind(int bits, String words) {
        this.bits = bits;
        this.words = words;
    }

    /** Empty if there is no such file. With {@code NOFOLLOW_LINKS} a link is a {@link #LINK}. */
    public static Optional<FileKind> of(Path path, LinkOption... options) throws IOException {
        int mode;
        try {
            mode = (int) Files.getAttribute(path, "unix:mode", options);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        for (FileKind kind : values()) {
            if (kind.bits == (mode & KIND_BITS)) {
                return Optional.of(kind);
            }
        }
        return Optional.of(DEVICE);
    }

    @Override
    public String toString() {
        return words;
    }
}
