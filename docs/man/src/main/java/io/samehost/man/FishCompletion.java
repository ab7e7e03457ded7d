package io.samehost.man;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What fish completes of a command: subcommands, their options, and values that are known. */
final class FishCompletion {
    private final String name;
    private final CommandSpec program;
    private final StringBuilder text = new StringBuilder();

    FishCompletion(String name, CommandSpec program) {
        this.name = name;
        this.program = program;
    }

    /** The whole file. */
    String text() {
        String first = "__fish_use_subcommand";
        line(first, "-f");
        options(program, first);
        program.subcommands().forEach((subcommand, line) -> {
            CommandSpec spec = line.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                line(first, "-a " + subcommand + described(String.join(" ", summary(spec))));
                options(spec, "__fish_seen_subcommand_from " + subcommand);
            }
        });
        return text.toString();
    }

    private static String[] summary(CommandSpec command) {
        return command.usageMessage().header().length > 0
                ? command.usageMessage().header()
                : command.usageMessage().description();
    }

    private void options(CommandSpec command, String condition) {
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                line(condition, names(option) + values(option) + described(String.join(" ", option.description())));
            }
        }
    }

    private void line(String condition, String what) {
        text.append("complete -c ")
                .append(name)
                .append(" -n ")
                .append(quoted(condition))
                .append(' ')
                .append(what)
                .append('\n');
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String each : option.names()) {
            names.append(names.length() == 0 ? "" : " ");
            names.append(each.startsWith("--") ? "-l " + each.substring(2) : "-s " + each.substring(1));
        }
        return names.toString();
    }

    private static String values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null) {
            return " -x -a "
                    + quoted(StreamSupport.stream(option.completionCandidates().spliterator(), false)
                            .map(value -> value.toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(" ")));
        }
        Class<?> type = option.auxiliaryTypes()[0];
        return type == Path.class || type == File.class ? " -r" : " -x";
    }

    /** In one line, without what picocli replaces and colours. */
    private static String described(String description) {
        String plain =
                CommandLine.Help.Ansi.OFF.string(description.replace("%n", " ").replace("%%", "%"));
        return plain.isBlank() ? "" : " -d " + quoted(plain.strip());
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
