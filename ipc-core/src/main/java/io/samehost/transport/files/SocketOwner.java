package io.samehost.transport.files;

import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The user whose socket a file is. A socket and the file that it was bound to belong together, and the file belongs to the
 * user who bound it. This is all there is for a datagram socket, of whose owner the kernel does not tell its client.
 *
 * <p>The answer holds if nobody else can put another file in its place: every directory on the way belongs to that user,
 * to us or to root, and nobody else may write to it, unless it is sticky as {@code /tmp} is.
 */
public final class SocketOwner {
    private static final int TYPE_MASK = 0170_000;
    private static final int DIRECTORY = 0040_000;
    private static final int STICKY = 01_000;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int ROOT = 0;

    private SocketOwner() {}

    /**
     * The owner's uid.
     *
     * @param path absolute, and without symbolic links
     * @return empty if another user could have put the file there
     */
    public static OptionalInt uidOf(Path path) throws IOException {
        int owner = (int) attributes(path).get("uid");
        for (Path directory = path.getParent(); directory != null; directory = directory.getParent()) {
            if (!isSafe(attributes(directory), owner)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(owner);
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isSafe(Map<String, Object> directory, int owner) {
        int uid = (int) directory.get("uid");
        int mode = (int) directory.get("mode");
        boolean trusted = uid == owner || uid == ROOT || OptionalInt.of(uid).equals(Users.ownUid());
        boolean closed = (mode & WRITABLE_BY_OTHERS) == 0 || (mode & STICKY) != 0;
        return (mode & TYPE_MASK) == DIRECTORY && trusted && closed;
    }
}
