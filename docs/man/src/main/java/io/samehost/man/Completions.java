package io.samehost.man;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes what bash, zsh and fish complete of each command, from what their help says. */
public final class Completions {
    private Completions() {}

    /**
     * Runs while Maven builds.
     *
     * @param args the directory that gets one for each shell, in which the files have the names that the shell looks for
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Path directory = Path.of(args[0]);
        for (CommandSpec program : ManPages.programs()) {
            String name = program.name();
            // sourced, never run: no first line for a kernel
            String bash = AutoComplete.bash(name, new CommandLine(program)).replaceFirst("^#!.*\n", "");
            write(directory.resolve("bash").resolve(name), bash);
            write(directory.resolve("zsh").resolve("_" + name), zsh(name, bash));
            write(directory.resolve("fish").resolve(name + ".fish"), new FishCompletion(name, program).text());
        }
    }

    /**
     * zsh runs the file at the first completion: it takes over bash's functions, and completes by them. What {@code compopt} asks
     * of bash for names of files, zsh does by itself.
     */
    private static String zsh(String name, String bash) {
        return "#compdef " + name + "\nautoload -U +X bashcompinit && bashcompinit\n"
                + "whence compopt >/dev/null || compopt() { :; }\n" + bash + "\n_bash_complete -o default -F _complete_"
                + name + "\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
