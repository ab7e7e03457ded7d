package io.samehost.server.raw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds a child, its descendants, and the members of its session. A process whose parent has ended is no descendant any
 * more, but it stays in the session unless it leaves on purpose. Sessions are known on Linux only.
 */
final class Family {
    private static final Path PROCESSES = Path.of("/proc");

    /** Fields of {@code /proc/PID/stat} behind the name, as in proc(5): state, parent, group, session. */
    private static final int STATE = 0;

    private static final int SESSION = 3;

    private Family() {}

    /** Everybody who is alive now. Looks at every process of the system, so it takes some milliseconds. */
    static Set<ProcessHandle> of(Process child) {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        if (child.isAlive()) {
            family.add(child.toHandle());
            child.descendants().forEach(family::add);
        }
        addSession(child.pid(), family);
        return family;
    }

    private static void addSession(long session, Set<ProcessHandle> family) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (isIn(session, process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(family::add);
                }
            }
        } catch (IOException e) {
            return; // no Linux
        }
    }

    private static boolean isIn(long session, Path process) {
        String stat;
        try {
            stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return false; // it has ended
        }
        // The name stands in parentheses, and may hold spaces and parentheses itself.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", SESSION + 2);
        return fields.length > SESSION && !fields[STATE].equals("Z") && fields[SESSION].equals(Long.toString(session));
    }
}
