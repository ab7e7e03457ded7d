package io.samehost.cli.client;

import io.samehost.cli.Output;
import io.samehost.cli.client.call.CallRequest;
import io.samehost.cli.fixture.Workplace;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs many command lines of {@code ipc-client} one after the other in one process, since a JVM for each would take most of the
 * time. What they print is divided by a character that none of them prints.
 */
public final class ManyCommands {
    private static final String NEXT = "\u001e";

    private ManyCommands() {}

    /** The commands, each behind the word that divides them. */
    public static void main(String[] words) throws Exception {
        OutputStream out = Output.bytes();
        List<String> line = new ArrayList<>();
        for (String word : words) {
            if (word.equals(NEXT)) {
                int exitCode = run(line.toArray(new String[0]));
                out.write((NEXT + exitCode + NEXT).getBytes(StandardCharsets.UTF_8));
                System.err.print(NEXT);
                line.clear();
            } else {
                line.add(word);
            }
        }
        System.err.flush();
    }

    /** As {@link IpcClient#main} does. */
    private static int run(String[] arguments) {
        Optional<CallRequest> plain = CallRequest.plain(arguments);
        return plain.isPresent() ? IpcClient.run(plain.get()) : ClientCommand.run(arguments);
    }

    /** Runs all, and gives what became of each. */
    public static List<Workplace.Result> in(Workplace work, List<List<String>> lines) throws Exception {
        List<String> words = new ArrayList<>();
        for (List<String> line : lines) {
            words.addAll(line);
            words.add(NEXT);
        }
        Workplace.Result all = work.run(Workplace.java(ManyCommands.class, words.toArray(new String[0])));
        String[] outs = all.out().split(NEXT, -1);
        String[] errs = all.err().split(NEXT, -1);
        if (all.exitCode() != 0 || outs.length != 2 * lines.size() + 1 || errs.length != lines.size() + 1) {
            throw new IllegalStateException(
                    "not every command was run: exitCode=" + all.exitCode() + " err=" + all.err());
        }
        List<Workplace.Result> results = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            results.add(new Workplace.Result(
                    Integer.parseInt(outs[2 * i + 1]), outs[2 * i].getBytes(StandardCharsets.UTF_8), errs[i]));
        }
        return results;
    }
}
