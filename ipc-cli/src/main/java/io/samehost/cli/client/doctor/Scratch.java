package io.samehost.cli.client.doctor;

import io.samehost.transport.system.LockedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary directory of our own, which goes also when a signal ends the program. Thread-safe. */
final class Scratch implements AutoCloseable {
    private final Thread hook = new Thread(this::remove, "samehost-scratch");

    /** Null until it is asked for, and once it is gone for good. Guarded by this. */
    private Path directory;

    /** Guarded by this. */
    private boolean closed;

    Scratch() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Made now if it is not there. */
    synchronized Path directory() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (directory == null) {
            directory = Files.createTempDirectory("doctor");
        }
        return directory;
    }

    private synchronized void remove() {
        closed = true;
        if (directory == null) {
            return;
        }
        try {
            LockedDirectory.delete(directory);
        } catch (IOException e) {
            System.err.println("ipc-client: cannot remove: directory=" + directory + " cause=" + e.getMessage());
        }
        directory = null;
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook finds nothing left
        }
    }
}
