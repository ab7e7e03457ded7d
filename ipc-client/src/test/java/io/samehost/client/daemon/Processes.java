package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.samehost.daemon.DaemonMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Processes that have to do with a directory, as Linux tells them. One that has ended and is not yet collected is none. */
final class Processes {
    private Processes() {}

    /** Daemons of tools in the directory, those too that only begin. */
    static List<Long> daemons(Path directory) {
        return find(process -> environment(process)
                        .lines()
                        .anyMatch(line -> line.startsWith(DaemonMethods.STARTED_VARIABLE + "=")
                                && line.contains(directory.toString())))
                .stream()
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Commands of the tool that have the directory among their arguments. */
    static List<Long> commands(Path directory) {
        return find(process -> arguments(process).contains(TestCommand.class.getName() + "\n" + directory + "\n"))
                .stream()
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Kills all whose variables or arguments name the directory, and waits for their ends. */
    static void killAll(Path directory) {
        List<ProcessHandle> left =
                find(process -> (environment(process) + arguments(process)).contains(directory.toString()));
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
    }

    /** True if all threads of a process have been stopped by a signal. */
    static boolean stands(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (!stat.startsWith(") T", stat.lastIndexOf(')'))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<ProcessHandle> find(Predicate<ProcessHandle> wanted) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(wanted)
                .toList();
    }

    private static String environment(ProcessHandle process) {
        return lines(process, "environ");
    }

    private static String arguments(ProcessHandle process) {
        return lines(process, "cmdline");
    }

    /** Empty if it has ended, or is another user's. */
    private static String lines(ProcessHandle process, String file) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file)), ISO_8859_1)
                    .replace('\0', '\n');
        } catch (IOException e) {
            return "";
        }
    }
}
