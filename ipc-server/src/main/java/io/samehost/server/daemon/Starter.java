package io.samehost.server.daemon;

import io.samehost.daemon.DaemonMethods;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The command that has started this process as its daemon, if one has. It reads from a pipe, whose other end is descriptor 0
 * here, and gives up if that is closed before the daemon is ready.
 *
 * <p>Children of this process inherit the variables and have another pid, so that they do not take them for their own.
 */
final class Starter implements Closeable {
    /** Characters of a reason; a pipe always has room for so many. */
    private static final int LONGEST_REASON = 1000;

    private final Optional<Path> directory;
    private final Optional<String> replaced;
    private boolean told;

    private Starter(Optional<Path> directory, Optional<String> replaced) {
        this.directory = directory;
        this.replaced = replaced;
    }

    static Starter ofThisProcess() {
        return of(System.getenv(), ProcessHandle.current().pid());
    }

    static Starter of(Map<String, String> environment, long pid) {
        String started = environment.getOrDefault(DaemonMethods.STARTED_VARIABLE, "");
        String prefix = pid + ":";
        return started.startsWith(prefix)
                ? new Starter(
                        Optional.of(Path.of(started.substring(prefix.length()))),
                        Optional.ofNullable(environment.get(DaemonMethods.REPLACED_VARIABLE)))
                : new Starter(Optional.empty(), Optional.empty());
    }

    /** The directory of the tool; empty if nobody has started this process as a daemon. */
    Optional<Path> directory() {
        return directory;
    }

    /** The version of the daemon that this one replaces. */
    Optional<String> replaced() {
        return replaced;
    }

    /** The daemon serves. A command that has gone meanwhile, or has found that out by itself, is no trouble. */
    void tellReady() {
        end(DaemonMethods.READY + "\n");
    }

    /** The daemon cannot serve. */
    void tellFailed(Throwable cause) {
        boolean tellsAll = cause.getMessage() != null && !(cause instanceof FileSystemException);
        String reason = (tellsAll ? cause.getMessage() : cause.toString()).replaceAll("\\R", " ");
        end(DaemonMethods.FAILED + reason.substring(0, Math.min(reason.length(), LONGEST_REASON)) + "\n");
    }

    /** Without a word it is told that the daemon failed. */
    @Override
    public void close() {
        end("");
    }

    /** The JDK never closes descriptor 0: it puts {@code /dev/null} in its place. */
    private void end(String word) {
        if (directory.isEmpty() || told) {
            return;
        }
        told = true;
        try (FileOutputStream pipe = new FileOutputStream(FileDescriptor.in)) {
            pipe.write(word.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return; // nobody waits any more
        }
    }
}
