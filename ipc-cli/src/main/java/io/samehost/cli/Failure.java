package io.samehost.cli;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.text.HarmlessText;
import io.samehost.wire.ProtocolException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * End of a command after something was thrown.
 *
 * @param message one line; empty where there is nobody to tell
 */
public record Failure(int exitCode, String message) {

    private static final int SIGPIPE = 13;

    /** A message may come from a peer, and goes to a terminal. */
    public Failure {
        message = HarmlessText.of(message.replaceAll("\\R", " "));
    }

    /** True where there is nobody to tell. */
    public boolean isSilent() {
        return message.isEmpty();
    }

    /** By type, never by text. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof Output.LostException lost) {
            return lost.isReaderGone()
                    ? new Failure(ExitCode.ofSignal(SIGPIPE), "")
                    : new Failure(ExitCode.BUG, lost.getMessage());
        }
        if (thrown instanceof ConnectFailedException failed) {
            boolean permission = failed.reason() == ConnectFailedException.Reason.PERMISSION;
            return of(permission ? ExitCode.REFUSED : ExitCode.NO_CONNECTION, thrown);
        }
        if (thrown instanceof ListenFailedException failed) {
            boolean permission = failed.reason() == ListenFailedException.Reason.PERMISSION;
            return of(permission ? ExitCode.REFUSED : ExitCode.NO_CONNECTION, thrown);
        }
        if (thrown instanceof ProtocolException) {
            return of(ExitCode.PROTOCOL, thrown);
        }
        if (thrown instanceof UnknownHostException) {
            return of(ExitCode.NO_CONNECTION, thrown);
        }
        if (thrown instanceof IllegalArgumentException) {
            return of(ExitCode.USAGE, thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.BUG,
                    "out of memory: cause=" + thrown.getMessage() + ", SAMEHOST_JAVA_OPTS=-Xmx2g gives it 2 GiB");
        }
        return thrown instanceof IOException io
                ? new Failure(ExitCode.BUG, inWords(io))
                : new Failure(ExitCode.BUG, "a bug of ours: " + thrown + ", -v shows where");
    }

    /** Of a file the JDK often says no more than its name, and leaves the rest to the type. */
    public static String inWords(IOException failure) {
        if (!(failure instanceof FileSystemException file) || file.getFile() == null) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        return reason(file) + ": file=" + file.getFile();
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "file is there already";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        return failure.getReason() == null ? "file cannot be used" : failure.getReason();
    }

    private static Failure of(int exitCode, Throwable thrown) {
        return new Failure(exitCode, String.valueOf(thrown.getMessage()));
    }

    /** The form for programs. */
    public String json() {
        return new JsonLine()
                .put("event", "error")
                .put("exit", exitCode)
                .put("message", message)
                .toString();
    }
}
