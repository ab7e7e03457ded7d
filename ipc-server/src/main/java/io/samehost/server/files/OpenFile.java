package io.samehost.server.files;

import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A regular file that is being read, and the version it had when it was opened. For one thread. */
final class OpenFile implements Closeable {
    private final DirectoryHandle directory;
    private final Path entry;
    private final String name;
    private final SeekableByteChannel channel;
    private final FileVersion version;

    private OpenFile(
            DirectoryHandle directory, Path entry, String name, SeekableByteChannel channel, FileVersion version) {
        this.directory = directory;
        this.entry = entry;
        this.name = name;
        this.channel = channel;
        this.version = version;
    }

    /**
     * Opens a file, and takes the directory over. Java cannot ask an open file who it is, so its name is asked before and
     * after. Opening a device or a pipe has effects, so what is none of ours is not opened at all.
     */
    static OpenFile open(DirectoryHandle directory, Path entry, String name) throws IOException, StatusException {
        try {
            FileVersion version = FileVersion.of(requireRegular(directory.attributes(entry), name));
            OpenFile file = new OpenFile(directory, entry, name, directory.read(entry), version);
            try {
                file.requireUnchanged();
                return file;
            } catch (IOException | StatusException e) {
                file.channel.close();
                throw e;
            }
        } catch (IOException | StatusException e) {
            directory.close();
            throw e;
        }
    }

    static BasicFileAttributes requireRegular(BasicFileAttributes attributes, String name) throws StatusException {
        if (attributes.isDirectory()) {
            throw isDirectory(name);
        }
        if (!attributes.isRegularFile()) {
            throw new StatusException(
                    StatusCode.PERMISSION_DENIED,
                    "not a regular file but a device, pipe, socket or link: name=" + name);
        }
        return attributes;
    }

    static StatusException isDirectory(String name) {
        return FileRequest.invalid("is a directory, which List shows: name=" + name);
    }

    FileVersion version() {
        return version;
    }

    void requireVersion(Optional<String> wanted) throws StatusException {
        if (wanted.isPresent() && !wanted.get().equals(version.token())) {
            throw new StatusException(
                    StatusCode.ABORTED,
                    "file is another version than the one asked for: name=" + name + ", ask for Stat");
        }
    }

    /** A file that was replaced under its name counts as changed too: what became of the open one cannot be seen. */
    void requireUnchanged() throws IOException, StatusException {
        Optional<FileVersion> now;
        try {
            now = Optional.of(FileVersion.of(directory.attributes(entry)));
        } catch (FileSystemException e) {
            now = Optional.empty();
        }
        if (!now.equals(Optional.of(version))) {
            throw changed();
        }
    }

    private StatusException changed() {
        return new StatusException(StatusCode.ABORTED, "file changed while it was read: name=" + name + ", try again");
    }

    void position(long offsetBytes) throws IOException {
        channel.position(offsetBytes);
    }

    /** Fills the array; that the file ends before means that it changed. */
    void readFully(byte[] target, int count) throws IOException, StatusException {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw changed();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel;
                directory) {
            // both, whatever happens to the other
        }
    }
}
