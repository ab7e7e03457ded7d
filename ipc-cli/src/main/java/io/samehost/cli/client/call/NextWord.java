package io.samehost.cli.client.call;

import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.OverwrittenOptionException;

/** Takes the next word as the value of an option, also if it looks like another option: it is text to send. */
final class NextWord implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        if (words.isEmpty()) {
            throw new MissingParameterException(
                    command.commandLine(), option, "Missing required parameter for option '--data' (DATA)");
        }
        if (!Optional.empty().equals(option.getValue())) {
            throw new OverwrittenOptionException(
                    command.commandLine(), option, "option '--data' should be specified only once");
        }
        option.setValue(Optional.of(words.pop()));
    }
}
