package io.samehost.server.raw;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the file of a command as a shell does, so that a wrong name is noticed before the command is needed. */
final class Program {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    /** Systems keep their own programs here; for servers with a short PATH. */
    private static final String SYSTEM_PATH = File.pathSeparator + "/usr/bin" + File.pathSeparator + "/bin";

    private Program() {}

    /**
     * The command with its program found.
     *
     * @param searchPath directories as in {@code PATH}, where a name without a slash is looked for; an empty one is the
     *     working directory
     * @throws IllegalArgumentException if there is no such program, or it may not be run
     */
    static List<String> resolve(List<String> command, String searchPath) {
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw new IllegalArgumentException("command is empty, name a program and its arguments");
        }
        List<String> resolved = new ArrayList<>(command);
        resolved.set(0, find(command.get(0), searchPath));
        return List.copyOf(resolved);
    }

    /**
     * Finds a program that every system has.
     *
     * @throws IOException if this one does not have it
     */
    static String find(String name) throws IOException {
        String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("") + SYSTEM_PATH;
        try {
            return find(name, searchPath);
        } catch (IllegalArgumentException e) {
            throw new IOException("no such program: program=" + name + " PATH=" + searchPath + ", install it", e);
        }
    }

    /** Runs a program to its end, without input. Returns what it complains of; nothing if it is content. */
    static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int status = process.waitFor();
            return status == 0 ? "" : said.isEmpty() ? "status " + status : said;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new InterruptedIOException("interrupted while a program ran: program=" + command.get(0));
        }
    }

    private static String find(String name, String searchPath) {
        if (name.indexOf('/') < 0) {
            return SEPARATOR
                    .splitAsStream(searchPath)
                    .map(directory -> Path.of(directory).resolve(name).toAbsolutePath())
                    .filter(candidate -> problem(candidate).isEmpty())
                    .map(Path::toString)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no such command: command=" + name + " PATH=" + searchPath + ", check the name"));
        }
        Optional<String> problem = problem(Path.of(name));
        if (problem.isPresent()) {
            throw new IllegalArgumentException(
                    "command cannot be run: command=" + name + " problem=" + problem.get() + ", check the path");
        }
        return name;
    }

    private static Optional<String> problem(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("it is no regular file");
        }
        return Files.isExecutable(file) ? Optional.empty() : Optional.of("it is not executable");
    }
}
