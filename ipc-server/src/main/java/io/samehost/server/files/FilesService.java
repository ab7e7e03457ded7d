package io.samehost.server.files;

import io.samehost.server.Handlers;
import io.samehost.server.Service;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Lets clients read the files of one directory and of the directories in it: {@code
 * builder.add(new FilesService(directory))}. Thread-safe; needs no closing.
 *
 * <p>The service is {@code samehost.Files}. Requests and answers are UTF-8 text, so that {@code ipc-client call} can make
 * and show them. The first line of a request is a name, relative to the directory and with {@code /} between its parts;
 * further lines hold a word and a value.
 *
 * <ul>
 *   <li>{@code List}: name of a directory, or nothing for the served one; a line for each entry, sorted by name: {@code
 *       SIZE MODIFIED NAME}, and {@code - MODIFIED NAME/} for a directory. Entries that could not be read are left out.
 *   <li>{@code Stat}: name; the lines {@code size BYTES}, {@code modified INSTANT}, {@code version TOKEN}. The token changes
 *       with the content (it stands for inode, size and time of modification) and is to be compared only.
 *   <li>{@code Read}, a server stream: name, and where wanted {@code offset BYTES}, {@code length BYTES}, {@code version
 *       TOKEN}; the bytes, in messages of 64 KiB. For a whole file the last message is the line {@code sha256 HEX} behind
 *       the bytes: the digest was computed on the way. For a part there is none.
 *   <li>{@code Digest}: name, and where wanted {@code version TOKEN}; the lines {@code sha256 HEX} and {@code version
 *       TOKEN}. Reads the file, unless its digest is known from before. Meant for a read that was resumed.
 * </ul>
 *
 * <p>Statuses: {@code INVALID_ARGUMENT} for a name that is none ({@code ..}, absolute, control characters) or names a
 * directory; {@code NOT_FOUND}; {@code PERMISSION_DENIED} for what leads out of the directory by a symbolic link, cannot be
 * read, or is a device, pipe or socket; {@code OUT_OF_RANGE} for an offset behind the end; {@code ABORTED} if the file is not
 * the version that was asked for, or changes while it is read. Symbolic links that stay inside are followed.
 */
public final class FilesService implements Service {
    private static final String NAME = "samehost.Files";

    private final ServedDirectory directory;
    private final Digests digests = new Digests();

    /**
     * Serves {@code directory}; a symbolic link to it is followed now and not later.
     *
     * @throws IOException if it is no directory or cannot be read
     */
    public FilesService(Path directory) throws IOException {
        this.directory = new ServedDirectory(directory, true);
    }

    @Override
    public void addTo(Handlers<?> handlers) {
        FileSender sender = new FileSender(directory, digests);
        handlers.handle(NAME, "List", request -> utf8(directory.list(FileRequest.parse(request.payload()))))
                .handle(NAME, "Stat", request -> utf8(stat(request)))
                .handle(NAME, "Digest", request -> utf8(digest(request)))
                .handleServerStream(NAME, "Read", sender::send);
    }

    private String stat(ServerRequest request) throws IOException, StatusException {
        FileVersion version =
                directory.stat(FileRequest.parse(request.payload()).name());
        return "size " + version.sizeBytes() + "\nmodified " + version.modified() + "\nversion " + version.token()
                + '\n';
    }

    private String digest(ServerRequest call) throws IOException, StatusException {
        FileRequest request = FileRequest.parse(call.payload());
        try (OpenFile file = directory.open(request.name())) {
            file.requireVersion(request.version());
            return "sha256 " + digests.of(file, call) + "\nversion "
                    + file.version().token() + '\n';
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
