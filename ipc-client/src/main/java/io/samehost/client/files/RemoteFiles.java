package io.samehost.client.files;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a server that has the service {@code samehost.Files}.
 *
 * <pre>{@code
 * try (Client client = Client.connect("unix:/run/user/1000/tool.sock")) {
 *     new RemoteFiles(client).download("images/big.iso", Path.of("big.iso"), DownloadListener.NONE);
 * }
 * }</pre>
 *
 * <p>Thread-safe. Does not close the client.
 */
public final class RemoteFiles {
    private final FilesCalls calls;

    public RemoteFiles(Client client) {
        this.calls = new FilesCalls(client);
    }

    /**
     * Size, time and version of a file.
     *
     * @throws CallException such as NOT_FOUND or PERMISSION_DENIED
     */
    public RemoteFile stat(String name) throws IOException, CallException {
        return calls.stat(name);
    }

    /**
     * The files and directories in a directory of the server's, sorted by name. What the server could not read is left out.
     *
     * @param directory as {@link RemoteEntry#name} has it; empty for all that the server offers at the top
     * @throws CallException such as NOT_FOUND, or INVALID_ARGUMENT for what is no directory
     */
    public List<RemoteEntry> list(String directory) throws IOException, CallException {
        return calls.list(directory);
    }

    /**
     * Downloads a file. The bytes are collected in {@link #partOf a file beside the target}, and only when they are all
     * there, on the disk and right by their SHA-256 do they take the target's place, in one step: whatever happens, the
     * target is the old file or the new one. The next download continues the part that an interrupted one
     * left, provided that the server's file is still the same version.
     *
     * <p>A target of this user's that has the very content already, by its SHA-256, is left as it is.
     *
     * <p>A target of this user's keeps its permissions; any other gets those that a new file has. If the target is a
     * symbolic link, what it links to is replaced.
     *
     * @throws CallException what the server said; {@code ABORTED} if its file changed meanwhile
     * @throws DamagedDownloadException if the digest is wrong
     * @throws IOException if the connection is lost, the target cannot be written, or another download to it is under way
     */
    public Downloaded download(String name, Path target, DownloadListener listener) throws IOException, CallException {
        Path file = Targets.resolve(target);
        RemoteFile remote = calls.stat(name);
        try (PartFile part = PartFile.acquire(file)) {
            Optional<Downloaded> same = ifSame(remote, file, listener);
            if (same.isPresent()) {
                part.discard();
                return same.get();
            }
            Transfer transfer = new Transfer(calls, remote, listener);
            Downloaded done = transfer.into(part);
            part.commit();
            return done;
        }
    }

    private Optional<Downloaded> ifSame(RemoteFile remote, Path file, DownloadListener listener)
            throws IOException, CallException {
        if (!SameFile.isPossible(file, remote.sizeBytes())) {
            return Optional.empty();
        }
        listener.comparing(remote);
        Optional<String> sha256 = SameFile.sha256(file, remote.sizeBytes());
        return sha256.isPresent() && sha256.get().equals(calls.digest(remote))
                ? Optional.of(new Downloaded(remote, remote.sizeBytes(), sha256.get(), true))
                : Optional.empty();
    }

    /** The file of an unfinished {@link #download}: {@code .NAME.part} beside the target. */
    public static Path partOf(Path target) throws IOException {
        return PartFile.pathFor(Targets.resolve(target));
    }

    /**
     * Opens a target that is written to and never replaced: a pipe, a device, or what the shell has opened as
     * {@code /dev/fd/N}. Waits for the reader of a pipe. The caller closes the stream; {@link #copy} writes to it.
     *
     * @return empty if the target is or will be a file: that is for {@link #download}
     * @throws IOException if it cannot be written to, or if another user has left it, or a link to it, in a directory for all
     */
    public static Optional<OutputStream> openStream(Path target) throws IOException {
        return Targets.openStream(target);
    }

    /**
     * Writes a file to a stream as it arrives, and checks it afterwards.
     *
     * @throws DamagedDownloadException if the digest is wrong: then so is what was written
     * @throws IOException also what {@code out} throws
     */
    public Downloaded copy(String name, OutputStream out, DownloadListener listener) throws IOException, CallException {
        return new Transfer(calls, calls.stat(name), listener).into(out);
    }
}
