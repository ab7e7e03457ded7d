package io.samehost.transport.files;

import io.samehost.address.ListenFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Competes for a lock with other processes. */
public final class LockTaker {
    private LockTaker() {}

    /** Takes the lock so many times; a file that only the holder makes and removes shows if there are two. */
    public static String take(Path socket, int times) throws IOException {
        Path marker = socket.resolveSibling("marker");
        int held = 0;
        while (held < times) {
            SocketLock lock;
            try {
                lock = SocketLock.acquire(socket);
            } catch (ListenFailedException e) {
                if (e.reason() != ListenFailedException.Reason.IN_USE) {
                    throw e;
                }
                continue;
            }
            try (lock) {
                Files.createFile(marker);
                Files.delete(marker);
                held++;
            }
        }
        return "held " + held;
    }
}
