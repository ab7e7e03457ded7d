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
        return line(line).inside();
    }

    /** What follows is inside of the last line until it is closed. */
    JavaText inside() {
        return deeper(STEP);
    }

    JavaText close(String line) {
        return higher(STEP).line(line);
    }

    /** A call: all in one line, else with its arguments in the next, else with each in one of its own. */
    JavaText call(String head, List<String> arguments, String end) {
        String rest = String.join(", ", arguments) + ")" + end;
        if (fits(head + "(" + rest)) {
            return line(head + "(" + rest);
        }
        line(head + "(");
        return fits(CONTINUED + rest) ? line(CONTINUED + rest) : onePerLine(arguments, ")" + end);
    }

    /** A field and the call that it is set by: in one line, else the call in the next, else as calls are divided. */
    JavaText field(String type, String name, String method, List<String> arguments) {
        String field = type.isEmpty() ? name : type + " " + name;
        String call = method + "(" + String.join(", ", arguments) + ");";
        if (!fits(field + " = " + call) && fits(CONTINUED + call)) {
            return line(field + " =").line(CONTINUED + call);
        }
        if (type.isEmpty() || fits(field + " = " + method + "(")) {
            return call(field + " = " + method, arguments, ";");
        }
        return line(type).deeper(CONTINUED).field("", name, method, arguments).higher(CONTINUED);
    }

    /** The head of a method. What it throws goes to the next line first, then its parameters, then its name too. */
    JavaText method(String type, String name, List<String> parameters, String exceptions, String end) {
        String head = (type.isEmpty() ? name : type + " " + name) + "(";
        String rest = String.join(", ", parameters) + ")";
        if (fits(head + rest + exceptions + end)) {
            return line(head + rest + exceptions + end);
        }
        if (!type.isEmpty() && !fits(head)) {
            return line(type)
                    .deeper(CONTINUED)
                    .method("", name, parameters, exceptions, end)
                    .higher(CONTINUED);
        }
        if (!exceptions.isEmpty() && fits(head + rest)) {
            return line(head + rest).line(CONTINUED + exceptions.strip() + end);
        }
        line(head);
        if (fits(CONTINUED + rest + exceptions + end)) {
            return line(CONTINUED + rest + exceptions + end);
        }
        if (exceptions.isEmpty()) {
            return onePerLine(parameters, ")" + end);
        }
        JavaText divided = fits(CONTINUED + rest) ? line(CONTINUED + rest) : onePerLine(parameters, ")");
        return divided.line(CONTINUED + exceptions.strip() + end);
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

    private JavaText deeper(String by) {
        indent += by;
        return this;
    }

    private JavaText higher(String by) {
        indent = indent.substring(by.length());
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
