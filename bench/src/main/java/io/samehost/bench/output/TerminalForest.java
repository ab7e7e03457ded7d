package io.samehost.bench.output;

import io.samehost.bench.output.Forest.Kind;
import io.samehost.bench.output.Forest.Row;
import io.samehost.cli.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A {@link Forest} in letters that every terminal and every file has. */
public record TerminalForest(Forest forest, Terminal terminal, int width) {
    private static final int SMALLEST_PLOT = 25;
    private static final int SHORTEST_NAME = 16;
    private static final String MARGIN = "  ";

    /** Empty if there is nothing to show. */
    public List<String> lines() {
        if (forest.rows().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(scale()));
        String group = "";
        for (Row row : forest.rows()) {
            boolean alone = forest.rows().stream()
                            .filter(other -> other.group().equals(row.group()))
                            .count()
                    == 1;
            if (!alone && !row.group().equals(group)) {
                group = row.group();
                lines.add(MARGIN + group);
            }
            lines.addAll(lines(alone ? row.group() : MARGIN + row.name(), row));
        }
        legend().forEach(line -> lines.add(terminal.faint(line)));
        return lines;
    }

    private int wordsWidth() {
        return forest.rows().stream().mapToInt(row -> words(row).length()).max().orElse(0);
    }

    /** As wide as the longest name, if the plot has room beside it. */
    private int nameWidth() {
        int longest = forest.rows().stream()
                .mapToInt(row -> Math.max(
                        row.group().length(), MARGIN.length() + row.name().length()))
                .max()
                .orElse(0);
        return Math.max(SHORTEST_NAME, Math.min(longest, room(SMALLEST_PLOT)));
    }

    private int room(int taken) {
        return width - MARGIN.length() - 2 - wordsWidth() - taken;
    }

    /** Odd, so that it has a middle. */
    private int plotWidth() {
        int rest = room(nameWidth());
        return Math.max(SMALLEST_PLOT, rest - (rest + 1) % 2);
    }

    private String scale() {
        char[] scale = new char[plotWidth()];
        Arrays.fill(scale, ' ');
        String end = String.format(Locale.ROOT, "%.0fx", forest.extent());
        write(scale, 0, "<-" + shortName(forest.left()) + ' ' + end);
        write(scale, plotWidth() / 2 - 1, "even");
        String right = end + ' ' + shortName(forest.right()) + "->";
        write(scale, plotWidth() - right.length(), right);
        return MARGIN + " ".repeat(nameWidth() + 1) + terminal.faint(new String(scale));
    }

    private static void write(char[] into, int at, String text) {
        for (int i = 0; i < text.length() && at + i < into.length; i++) {
            into[at + i] = text.charAt(i);
        }
    }

    private List<String> lines(String name, Row row) {
        List<String> names = Words.wrapped(name, nameWidth());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String padded = MARGIN
                    + names.get(i)
                    + " ".repeat(nameWidth() - names.get(i).length());
            lines.add(
                    i < names.size() - 1
                            ? padded.stripTrailing()
                            : padded + ' ' + coloured(plot(row), row.kind()) + ' ' + words(row));
        }
        return lines;
    }

    private String words(Row row) {
        return row.words(shortName(forest.left()), shortName(forest.right()));
    }

    /** As transports are called everywhere else. */
    private static String shortName(String name) {
        return name.equals("AF_UNIX") ? "unix" : name.equals("TCP") ? "tcp" : name;
    }

    private String plot(Row row) {
        char[] plot = new char[plotWidth()];
        Arrays.fill(plot, ' ');
        plot[plotWidth() / 2] = '|';
        int from = column(row.ratio().high());
        int to = column(row.ratio().low());
        Arrays.fill(plot, from, to + 1, row.kind() == Kind.SEEN ? '.' : '-');
        if (row.ratio().high() > forest.extent()) {
            plot[from] = '<';
        }
        if (row.ratio().low() < 1 / forest.extent()) {
            plot[to] = '>';
        }
        plot[column(row.ratio().value())] = 'O';
        return new String(plot);
    }

    private int column(double ratio) {
        return (int) Math.round(forest.place(ratio) * (plotWidth() - 1));
    }

    private String coloured(String plot, Kind kind) {
        return kind == Kind.LEFT || kind == Kind.RIGHT ? terminal.green(plot) : plot;
    }

    private List<String> legend() {
        boolean seen = forest.rows().stream().anyMatch(row -> row.kind() == Kind.SEEN);
        return Words.wrapped(
                        forest.sharedName()
                                        .map(name -> "Rows are " + name + ". ")
                                        .orElse("")
                                + forest.leftOut()
                                + "O: the ratio, how many times as fast; -: its interval. One that touches the middle shows no"
                                + " difference." + (seen ? " ?: no verdict, this is only what was seen." : ""),
                        width - MARGIN.length())
                .stream()
                .map(MARGIN::concat)
                .toList();
    }
}
