package io.samehost.client.files;

import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Files that nobody but this user can have written: regular, ours, with one name, and closed to others. A directory may be
 * open to other users, who can leave files, links and pipes there under any name. Systems without POSIX attributes do
 * not tell, and are believed.
 */
final class OwnFile {
    /** {@code S_IFMT} and {@code S_IFREG} of inode(7). */
    private static final int KIND_BITS = 0170000;

    private static final int REGULAR = 0100000;
    private static final int OTHERS = 077;
    private static final int PERMISSIONS = 0777;
    private static final int UMASK_UNKNOWN = 022;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String UMASK = "Umask:";

    private OwnFile() {}

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** False for a file of another kind, or of somebody else; and if there is none. */
    static boolean isAt(Path path) throws IOException {
        try {
            if (!isPosix(path)) {
                return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
            }
            Map<String, Object> is = Files.readAttributes(path, "unix:mode,uid,nlink", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) is.get("mode");
            return (mode & KIND_BITS) == REGULAR
                    && (mode & OTHERS) == 0
                    && (int) is.get("nlink") == 1
                    && isOwn((int) is.get("uid"));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** True also where the system does not tell who we are: then the mode has kept others out, or us. */
    static boolean isOwn(int uid) {
        OptionalInt own = Users.ownUid();
        return own.isEmpty() || own.getAsInt() == uid;
    }

    /** Makes a file where there is nothing, not even a link. */
    static FileChannel create(Path path) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return isPosix(path) ? FileChannel.open(path, options, ownerOnly()) : FileChannel.open(path, options);
    }

    private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }

    /**
     * Gives a finished file the mode of the one that it replaces. If there is none, or another user has left it there, the
     * file gets the mode that a shell would have made it with.
     */
    static void shareAs(Path old, Path finished) throws IOException {
        if (isPosix(finished)) {
            OptionalInt mode = modeOfOwn(old);
            Files.setAttribute(finished, "unix:mode", mode.isPresent() ? mode.getAsInt() : 0666 & ~umask());
        }
    }

    private static OptionalInt modeOfOwn(Path path) throws IOException {
        try {
            Map<String, Object> is = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) is.get("mode");
            return (mode & KIND_BITS) == REGULAR && isOwn((int) is.get("uid"))
                    ? OptionalInt.of(mode & PERMISSIONS)
                    : OptionalInt.empty();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }

    private static int umask() throws IOException {
        if (!Files.exists(STATUS)) {
            return UMASK_UNKNOWN;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(UMASK))
                .mapToInt(
                        line -> Integer.parseInt(line.substring(UMASK.length()).strip(), 8))
                .findFirst()
                .orElse(UMASK_UNKNOWN);
    }
}
