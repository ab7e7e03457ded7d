package io.samehost.cli.client.doctor;

import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.Terminal;
import io.samehost.text.HarmlessText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints each finding as it comes, and the sum at the end. */
final class DoctorReport {
    private static final int STATE_COLUMNS = 8;
    private static final int NAME_COLUMNS = 24;

    private final PrintWriter out;
    private final boolean json;
    private final Terminal terminal;
    private final List<String> broken = new ArrayList<>();
    private String about = "";
    private int count;
    private int unknown;
    private int exitCode = ExitCode.DONE;

    DoctorReport(PrintWriter out, boolean json, Terminal terminal) {
        this.out = out;
        this.json = json;
        this.terminal = terminal;
    }

    /** What the following findings are about. */
    void begin(String subject) {
        about = subject;
        if (!json) {
            out.println(terminal.bold(subject));
        }
    }

    /** The exit code is that of what came last and is broken: a server that does not answer counts before the machine. */
    void add(String name, Finding finding) {
        count++;
        if (finding.isBroken()) {
            broken.add(name);
            exitCode = finding.exitCode();
        }
        unknown += finding.state() == Finding.State.UNKNOWN ? 1 : 0;
        if (json) {
            out.println(line(name, finding));
        } else {
            out.println("  " + colored(finding.state()) + name + " ".repeat(Math.max(1, NAME_COLUMNS - name.length()))
                    + HarmlessText.of(finding.text()));
            if (!finding.fix().isEmpty()) {
                out.println(" ".repeat(2 + STATE_COLUMNS + NAME_COLUMNS) + "-> " + HarmlessText.of(finding.fix()));
            }
        }
        out.flush();
    }

    private String colored(Finding.State state) {
        String word = state.word();
        String space = " ".repeat(STATE_COLUMNS - word.length());
        return switch (state) {
                    case OK -> terminal.green(word);
                    case BROKEN -> terminal.red(word);
                    case NOTE, UNKNOWN -> terminal.yellow(word);
                    case SKIPPED -> terminal.faint(word);
                }
                + space;
    }

    private JsonLine line(String name, Finding finding) {
        JsonLine line = new JsonLine()
                .put("event", "check")
                .put("about", about)
                .put("name", name)
                .put("state", finding.state().word())
                .put("text", finding.text());
        return finding.fix().isEmpty() ? line : line.put("fix", finding.fix());
    }

    /** Returns the exit code. */
    int end() {
        if (json) {
            out.println(new JsonLine()
                    .put("event", "summary")
                    .put("checks", count)
                    .put("broken", broken.size())
                    .put("unknown", unknown)
                    .put("exit", exitCode));
        } else {
            if (unknown > 0) {
                out.println("could not be looked at: count=" + unknown);
            }
            out.println(
                    broken.isEmpty()
                            ? terminal.green("all is well")
                            : terminal.red(
                                    "not well: count=" + broken.size() + " (" + String.join(", ", broken) + ")"));
        }
        out.flush();
        return exitCode;
    }
}
