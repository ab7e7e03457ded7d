package io.samehost.server.files;

import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import io.samehost.wire.frame.FrameHeader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.TreeMap;

/**
 * The one place where names become files. A name is first resolved as the system does it, links included, and must end
 * inside; then what came out is opened again from the top, where a link is no longer allowed. So the first step may be
 * wrong by the time of the second, but not unsafe.
 */
final class ServedDirectory {
    /** Leaves room for the envelope. */
    private static final int LONGEST_LIST_CHARS = FrameHeader.MAX_DATA_BYTES / 4;

    private final Path root;
    private final boolean byDescriptor;

    ServedDirectory(Path directory, boolean byDescriptor) throws IOException {
        this.byDescriptor = byDescriptor;
        try {
            this.root = directory.toRealPath();
            handle(List.of()).close();
        } catch (FileSystemException e) {
            String reason = e instanceof NoSuchFileException ? "no such directory" : "no directory, or not readable";
            throw new IOException("cannot serve files: directory=" + directory + " reason=" + reason, e);
        }
    }

    /** Does something with an entry of an open directory. */
    private interface Use<T> {
        T of(DirectoryHandle directory, Path entry) throws IOException, StatusException;
    }

    FileVersion stat(String name) throws IOException, StatusException {
        return inDirectory(name, (directory, entry) -> {
            try (directory) {
                return FileVersion.of(OpenFile.requireRegular(directory.attributes(entry), name));
            }
        });
    }

    OpenFile open(String name) throws IOException, StatusException {
        return inDirectory(name, (directory, entry) -> OpenFile.open(directory, entry, name));
    }

    /** The directory becomes the property of {@code use}. */
    private <T> T inDirectory(String name, Use<T> use) throws IOException, StatusException {
        try {
            Path real = resolve(name);
            if (real.equals(root)) {
                throw OpenFile.isDirectory(name);
            }
            Path way = root.relativize(real);
            Path entry = way.getFileName();
            return use.of(handle(way.getNameCount() == 1 ? List.of() : way.getParent()), entry);
        } catch (FileSystemException e) {
            throw status(e, name);
        }
    }

    /** Follows links, and holds that the end is inside. */
    private Path resolve(String name) throws IOException, StatusException {
        Path real = root.resolve(FileName.parse(name, root.getFileSystem())).toRealPath();
        if (!real.startsWith(root)) {
            throw new StatusException(
                    StatusCode.PERMISSION_DENIED, "symbolic link leads out of the served directory: name=" + name);
        }
        return real;
    }

    private DirectoryHandle handle(Iterable<Path> way) throws IOException {
        return DirectoryHandle.open(root, way, byDescriptor);
    }

    /** A line for each entry that could be read or listed. */
    String list(FileRequest request) throws IOException, StatusException {
        String name = request.name();
        try {
            Path real = name.isEmpty() ? root : resolve(name);
            String prefix = name.isEmpty() ? "" : name + "/";
            try (DirectoryHandle directory = handle(real.equals(root) ? List.of() : root.relativize(real))) {
                return lines(directory, prefix);
            }
        } catch (NotDirectoryException e) {
            throw FileRequest.invalid("not a directory: name=" + name);
        } catch (FileSystemException e) {
            throw status(e, name);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private String lines(DirectoryHandle directory, String prefix) throws IOException, StatusException {
        TreeMap<String, String> lines = new TreeMap<>();
        int chars = 0;
        for (Path entry : directory.entries()) {
            String line = line(directory, entry, prefix);
            if (!line.isEmpty()) {
                lines.put(entry.toString(), line);
            }
            chars += line.length();
            if (chars > LONGEST_LIST_CHARS) {
                throw new StatusException(
                        StatusCode.RESOURCE_EXHAUSTED,
                        "directory is too large to list: limitChars=" + LONGEST_LIST_CHARS);
            }
        }
        return String.join("", lines.values());
    }

    /** Empty for what cannot be had. */
    private String line(DirectoryHandle directory, Path entry, String prefix) throws IOException {
        String name = entry.toString();
        if (!FileName.isListable(entry)) {
            return "";
        }
        try {
            BasicFileAttributes attributes = directory.attributes(entry);
            if (attributes.isDirectory()) {
                return "- " + attributes.lastModifiedTime() + ' ' + name + "/\n";
            }
            FileVersion version = attributes.isSymbolicLink()
                    ? stat(prefix + name)
                    : FileVersion.of(OpenFile.requireRegular(attributes, name));
            return version.sizeBytes() + " " + version.modified() + ' ' + name + '\n';
        } catch (FileSystemException | StatusException e) {
            return "";
        }
    }

    private static StatusException status(FileSystemException e, String name) {
        if (e instanceof AccessDeniedException) {
            return new StatusException(StatusCode.PERMISSION_DENIED, "server may not read the file: name=" + name);
        }
        String reason = e.getReason() == null ? "" : ", " + e.getReason();
        return new StatusException(StatusCode.NOT_FOUND, "no such file: name=" + name + reason);
    }
}
