package io.samehost.transport.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Linux's list of AF_UNIX sockets. What cannot be read is left out, so nothing is proved by it. Columns as in proc(5):
 * {@code Num RefCount Protocol Flags Type St Inode Path}.
 */
public final class UnixSocketTable {
    private static final Path TABLE = Path.of("/proc/net/unix");
    private static final Path PROCESSES = Path.of("/proc");

    /** {@code __SO_ACCEPTCON}: the socket listens. Accepted ones carry its path too. */
    private static final long LISTENS = 0x10000;

    private static final long STREAM = 1;

    private UnixSocketTable() {}

    private record Row(long flags, long type, String inode, String path) {}

    /** The pid of the process that listens on a path; empty if it is not known. */
    public static Optional<Long> listener(Path path) {
        return listener(names(path));
    }

    /** True if a socket that was bound at the path listens, whoever has it. */
    public static boolean isListening(Path path) {
        Set<String> names = names(path);
        return rows().stream().anyMatch(row -> names.contains(row.path) && (row.flags & LISTENS) != 0);
    }

    /** The pid of the process that listens on an abstract name; empty if it is not known. */
    public static Optional<Long> listener(String abstractName) {
        return listener(Set.of("@" + abstractName));
    }

    /** True if the socket that is bound at the path is no stream socket: no connect to it can ever succeed. */
    public static boolean isOtherThanStream(Path path) {
        Set<String> names = names(path);
        List<Row> rows = rows().stream().filter(row -> names.contains(row.path)).toList();
        return !rows.isEmpty() && rows.stream().noneMatch(row -> row.type == STREAM);
    }

    private static Optional<Long> listener(Set<String> names) {
        Set<Path> descriptors = new HashSet<>();
        for (Row row : rows()) {
            if (names.contains(row.path) && (row.flags & LISTENS) != 0) {
                descriptors.add(Path.of("socket:[" + row.inode + "]"));
            }
        }
        return descriptors.isEmpty() ? Optional.empty() : holder(descriptors);
    }

    /** The server may have bound the path in another spelling. */
    private static Set<String> names(Path path) {
        Set<String> names = new HashSet<>();
        names.add(path.toString());
        names.add(path.toAbsolutePath().toString());
        try {
            names.add(path.toRealPath().toString());
        } catch (IOException e) {
            return names; // gone meanwhile
        }
        return names;
    }

    private static List<Row> rows() {
        try {
            String table = new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8);
            return table.lines()
                    .skip(1)
                    .map(line -> line.trim().split(" +", 8))
                    .filter(columns -> columns.length == 8)
                    .map(columns -> new Row(
                            Long.parseLong(columns[3], 16), Long.parseLong(columns[4], 16), columns[6], columns[7]))
                    .toList();
        } catch (IOException | NumberFormatException e) {
            return List.of(); // not Linux, or not readable
        }
    }

    private static Optional<Long> holder(Set<Path> descriptors) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, descriptors)) {
                    return Optional.of(Long.valueOf(process.getFileName().toString()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, Set<Path> descriptors) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path link : links) {
                if (descriptors.contains(Files.readSymbolicLink(link))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // another user's process, or one that ended
        }
    }
}
