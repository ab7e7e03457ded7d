package io.samehost.transport.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Identifies a file, whatever its name. The inode number alone does not: it is given out again once the file is
 * deleted and nobody has it open, so the creation time has to agree too (JDKs before 22 give the time of the last
 * modification for it).
 */
public record FileIdentity(Object key, FileTime created) {

    /** The file itself, not what it links to; empty if there is none. */
    public static Optional<FileIdentity> of(Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileIdentity(attributes.fileKey(), attributes.creationTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** True if the path still names this file, of which the caller has a descriptor open. */
    boolean isAt(Path path) throws IOException {
        Optional<FileIdentity> now = of(path);
        return now.isPresent() && now.get().key.equals(key);
    }

    // Written out: what the compiler would put here costs the start of a server 15 ms at its first use.

    @Override
    public boolean equals(Object other) {
        return other instanceof FileIdentity file && key.equals(file.key) && created.equals(file.created);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + created.hashCode();
    }
}
