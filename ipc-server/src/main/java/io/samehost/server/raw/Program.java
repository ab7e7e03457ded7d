package io.samehost.server.raw;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the file of a command as a shell would, so that a wrong name shows before it is needed. */
final class Program {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(System.getProperty("path.separator")));

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
            throw new IllegalArgumentException("command is empty, write the program and its arguments behind --");
        }
        List<String> resolved = new ArrayList<>(command);
        resolved.set(0, find(command.get(0), searchPath));
        return List.copyOf(resolved);
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
