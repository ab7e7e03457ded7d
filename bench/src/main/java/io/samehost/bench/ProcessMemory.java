package io.samehost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel says of a process's memory and limits. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** How much of it is in memory now. */
    static long residentBytes(ProcessHandle process) throws IOException {
        return 1024 * number(Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")), "VmRSS:", 0);
    }

    /** How many files a process that this one starts may have open, once it is a JVM: that raises its limit as far as it can. */
    static long mostOpenFiles() throws IOException {
        return number(Files.readAllLines(Path.of("/proc/self/limits")), "Max open files", 1);
    }

    /** Of the line that starts with {@code name}, the number that {@code skip} others stand before. */
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
