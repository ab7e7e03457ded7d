package io.samehost.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The memory and the limits of a process, as the kernel tells them. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** The bytes that are in memory now. */
    public static long residentBytes(ProcessHandle process) throws IOException {
        return 1024 * number(Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")), "VmRSS:", 0);
    }

    /** The number of files, sockets among them, that it has open now. */
    public static int openFiles(ProcessHandle process) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        }
    }

    /** The number of files that a child may have open, once it is a JVM: a JVM raises its limit as far as it can. */
    public static long mostOpenFiles() throws IOException {
        return number(Files.readAllLines(Path.of("/proc/self/limits")), "Max open files", 1);
    }

    /** The number after {@code skip} others in the line that starts with {@code name}. */
    static long number(List<String> lines, String name, int skip) throws IOException {
        for (String line : lines) {
            if (line.startsWith(name)) {
                String word = line.substring(name.length()).strip().split("\\s+", -1)[skip];
                return word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word);
            }
        }
        throw new IOException("the kernel does not tell: name=" + name);
    }
}
