package io.samehost.transport.files;

import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A socket file that this process serves, and the lock that goes with it. */
public final class SocketFile implements Closeable {
    private final Path path;
    private final FileIdentity identity;
    private final SocketLock lock;
    private boolean removed; // guarded by this

    /** Takes over the lock. */
    SocketFile(Path path, FileIdentity identity, SocketLock lock) {
        this.path = path;
        this.identity = identity;
        this.lock = lock;
    }

    /** Removes the file if it still is ours, and keeps the lock. May be called twice, from any thread. */
    public void hide() throws IOException {
        remove();
    }

    /** Removes the file if it still is ours, then releases the lock. May be called twice, from any thread. */
    @Override
    public void close() throws IOException {
        Closing.all(this::remove, lock);
    }

    private synchronized void remove() throws IOException {
        if (removed) {
            return;
        }
        removed = true;
        if (FileIdentity.of(path).equals(Optional.of(identity))) {
            Files.deleteIfExists(path);
        }
    }
}
