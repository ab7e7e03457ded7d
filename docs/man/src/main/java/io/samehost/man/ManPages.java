package io.samehost.man;

import io.samehost.bench.cli.Bench;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a page in AsciiDoc for each command and subcommand, from what their help says. */
public final class ManPages {
    /** By name: outside of their packages nobody else needs these classes. */
    private static final List<String> PROGRAMS = List.of(
            "io.samehost.cli.server.ServerCommand",
            "io.samehost.cli.client.ClientCommand",
            "io.samehost.bench.cli.Bench");

    /** Columns. Where help would break the line of a synopsis, a page would have a blank: it breaks lines by itself. */
    private static final int UNBROKEN = 10_000;

    private ManPages() {}

    /**
     * Runs while Maven builds.
     *
     * @param args the directory for the pages, which is made if it is missing
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        for (CommandSpec program : programs()) {
            String[] version = program.version();
            for (CommandSpec command : withSubcommands(program)) {
                arrange(command, program);
                command.versionProvider(null).version(version);
            }
            int exitCode = ManPageGenerator.generateManPage(new File(args[0]), null, new boolean[0], true, program);
            if (exitCode != CommandLine.ExitCode.OK) {
                throw new IOException("no man page: command=" + program.name() + " exitCode=" + exitCode);
            }
        }
    }

    static List<CommandSpec> programs() throws ReflectiveOperationException {
        List<CommandSpec> programs = new ArrayList<>();
        for (String name : PROGRAMS) {
            CommandSpec program = new CommandLine(Class.forName(name)).getCommandSpec();
            if (program.name().equals("bench")) {
                Bench.rename(program, "samehost-bench"); // as distributions have it
            }
            programs.add(program);
        }
        return programs;
    }

    static List<CommandSpec> withSubcommands(CommandSpec command) {
        List<CommandSpec> commands = new ArrayList<>(List.of(command));
        command.subcommands()
                .values()
                .forEach(subcommand -> commands.addAll(withSubcommands(subcommand.getCommandSpec())));
        return commands;
    }

    /** Examples, with which help starts, and what only the program's own help says have their places on each page. */
    private static void arrange(CommandSpec command, CommandSpec program) {
        UsageMessageSpec usage = command.usageMessage();
        List<String> examples = examples(command);
        if (!examples.isEmpty()) {
            usage.footerHeading("Examples").footer(examples.toArray(String[]::new));
        }
        if (usage.description().length == 0) {
            usage.description(usage.header());
        }
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeList(program.usageMessage().exitCodeList());
        }
        usage.exitCodeListHeading("Exit status");
        usage.width(UNBROKEN);
    }

    /** The lines below the heading with which help starts, as they are there. Empty if it does not. */
    static List<String> examples(CommandSpec command) {
        List<String> heading =
                Arrays.asList(command.usageMessage().headerHeading().split("%n"));
        return heading.subList(1, heading.size());
    }
}
