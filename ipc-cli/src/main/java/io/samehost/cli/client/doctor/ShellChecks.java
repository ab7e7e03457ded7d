package io.samehost.cli.client.doctor;

import io.samehost.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the shell has given this program: its locale and its streams. */
final class ShellChecks {
    private static final List<String> STREAMS = List.of("stdin", "stdout", "stderr");

    private ShellChecks() {}

    static List<Check> all() {
        return List.of(new Check("locale", ShellChecks::locale), new Check("terminal", ShellChecks::terminal));
    }

    /** The launcher passes on the locale that it has put another in place of. */
    private static Finding locale() {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        Map<String, String> variables = System.getenv();
        String named = variables.getOrDefault(
                "LC_ALL", variables.getOrDefault("LC_CTYPE", variables.getOrDefault("LANG", "not set")));
        if (!encoding.equals("UTF-8")) {
            return Finding.broken(
                    named + ", which is " + encoding + ": arguments and names beyond it are refused",
                    "set LC_ALL=C.UTF-8 or another locale of UTF-8");
        }
        return variables.containsKey("SAMEHOST_LC_ALL")
                ? Finding.note(
                        "not UTF-8; the command takes arguments in UTF-8 all the same",
                        "set LC_ALL=C.UTF-8 for other programs")
                : Finding.ok(named + ", arguments and names are UTF-8");
    }

    private static Finding terminal() {
        List<String> terminals = new ArrayList<>();
        for (int i = 0; i < STREAMS.size(); i++) {
            if (Terminal.isTerminal(i)) {
                terminals.add(STREAMS.get(i));
            }
        }
        Map<String, String> variables = System.getenv();
        String term = variables.getOrDefault("TERM", "dumb");
        if (terminals.isEmpty()) {
            return Finding.ok("none: no colors, no bar, no prompt");
        }
        String text = String.join(", ", terminals) + " of a terminal, TERM=" + term
                + (variables.getOrDefault("NO_COLOR", "").isEmpty() ? "" : ", NO_COLOR is set");
        return term.equals("dumb")
                ? Finding.note(text + ": no colors, no bar, no prompt", "set TERM if the terminal can do more")
                : Finding.ok(text);
    }
}
