package io.samehost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A program that does nothing without a subcommand. */
@Command(
        mixinStandardHelpOptions = true,
        synopsisHeading = TalkOptions.SYNOPSIS_HEADING,
        exitCodeListHeading = "%nExit status:%n")
public abstract class ProgramCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    protected ProgramCommand() {}

    @Override
    public final Integer call() {
        throw new ParameterException(spec.commandLine(), "missing subcommand, use " + subcommands(spec));
    }

    /** The subcommands that people use. */
    static String subcommands(CommandSpec program) {
        List<String> names = new ArrayList<>();
        program.subcommands().forEach((name, subcommand) -> {
            if (!(subcommand.getCommand() instanceof AutoComplete.GenerateCompletion)) {
                names.add(name);
            }
        });
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
