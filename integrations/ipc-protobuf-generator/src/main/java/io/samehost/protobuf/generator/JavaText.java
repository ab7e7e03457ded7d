package io.samehost.protobuf.generator;

import java.util.List;

/** Lines of Java in the form that a formatter would give them: four columns for a block, at most 120 in a line. */
final class JavaText {
    private static final int MAX_COLUMNS = 120;
    private static final String STEP = "    ";
    private static final String CONTINUED = STEP + STEP;

    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    JavaText line(String line) {
        text.append(line.isEmpty() ? "" : indent + line).append('\n');
        return this;
    }

    JavaText lines(List<String> lines) {
        lines.forEach(this::line);
        return this;
    }

    JavaText blank() {
        return line("");
    }

    /** A line, and what follows is inside of it until it is closed. */
    JavaText open(String line) {
        line(line);
        indent += STEP;
        return this;
    }

    JavaText close(String line) {
        indent = indent.substring(STEP.length());
        return line(line);
    }

    /** Lines inside of those that were written last. */
    JavaText inside(Runnable lines) {
        indent += STEP;
        lines.run();
        indent = indent.substring(STEP.length());
        return this;
    }

    /** A call: all in one line, else with its arguments in the next, else with each in one of its own. */
    JavaText call(String head, List<String> arguments, String end) {
        String all = String.join(", ", arguments);
        if (fits(head + "(" + all + ")" + end)) {
            return line(head + "(" + all + ")" + end);
        }
        line(head + "(");
        if (fits(CONTINUED + all + ")" + end)) {
            return line(CONTINUED + all + ")" + end);
        }
        return onePerLine(arguments, ")" + end);
    }

    /** The head of a method. What it throws goes to the next line first, then its parameters. */
    JavaText method(String head, List<String> parameters, String exceptions, String end) {
        String all = head + "(" + String.join(", ", parameters) + ")";
        if (fits(all + exceptions + end)) {
            return line(all + exceptions + end);
        }
        if (!exceptions.isEmpty() && fits(all)) {
            return line(all).line(CONTINUED + exceptions.strip() + end);
        }
        String one = String.join(", ", parameters) + ")" + exceptions + end;
        line(head + "(");
        return fits(CONTINUED + one) ? line(CONTINUED + one) : onePerLine(parameters, ")" + exceptions + end);
    }

    private JavaText onePerLine(List<String> parts, String end) {
        for (int i = 0; i < parts.size(); i++) {
            line(CONTINUED + parts.get(i) + (i + 1 < parts.size() ? "," : end));
        }
        return this;
    }

    private boolean fits(String line) {
        return indent.length() + line.length() <= MAX_COLUMNS;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
