package io.samehost.bench.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns that line up: names to the left, figures to the right. A table that is wider than it may be goes on below itself, with
 * its names again; a column of figures that nobody has is left out. A single column of names takes half of the width at most.
 */
public final class Table {
    private static final String GAP = "  ";

    private final int nameColumns;
    private final List<List<String>> lines = new ArrayList<>();

    /** The first {@code nameColumns} hold names, the others figures. */
    public Table(int nameColumns, List<String> header) {
        this.nameColumns = nameColumns;
        lines.add(header);
    }

    public void add(List<String> cells) {
        lines.add(cells);
    }

    /** The header first, whatever the width. */
    public List<String> lines() {
        return parts(Integer.MAX_VALUE).get(0);
    }

    /** One part below the other, each with its header first and no wider than {@code width} if its names leave the room. */
    public List<List<String>> parts(int width) {
        int[] widths = widths();
        widths[0] = nameColumns == 1 ? Math.min(widths[0], width / 2) : widths[0];
        List<List<String>> parts = new ArrayList<>();
        List<Integer> figures = new ArrayList<>();
        for (int column : figureColumns()) {
            if (!figures.isEmpty() && width(widths, figures) + GAP.length() + widths[column] > width) {
                parts.add(part(widths, figures, parts.isEmpty(), width));
                figures = new ArrayList<>();
            }
            figures.add(column);
        }
        parts.add(part(widths, figures, parts.isEmpty(), width));
        return parts;
    }

    private List<Integer> figureColumns() {
        return IntStream.range(nameColumns, lines.get(0).size())
                .filter(column -> lines.stream()
                        .skip(1)
                        .anyMatch(line -> isWhole(line) && !line.get(column).isEmpty()))
                .boxed()
                .toList();
    }

    /** True unless it ends early, in words instead of figures. */
    private boolean isWhole(List<String> line) {
        return line.size() == lines.get(0).size();
    }

    private int[] widths() {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < (isWhole(line) ? columns : namesBefore(line)); i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return widths;
    }

    private int width(int[] widths, List<Integer> figures) {
        return IntStream.concat(
                        IntStream.range(0, nameColumns), figures.stream().mapToInt(Integer::intValue))
                .map(column -> GAP.length() + widths[column])
                .sum();
    }

    private List<String> part(int[] widths, List<Integer> figures, boolean first, int width) {
        List<String> part = new ArrayList<>();
        for (List<String> line : lines) {
            if (isWhole(line)) {
                part.addAll(lines(line, widths, figures));
            } else if (first) {
                part.addAll(endingEarly(line, widths, width));
            }
        }
        return part;
    }

    /** One, or more where a name is too long for its column: the figures then stand beside its end. */
    private List<String> lines(List<String> cells, int[] widths, List<Integer> figures) {
        List<String> names = Words.wrapped(cells.get(0), widths[0]);
        List<String> lines = new ArrayList<>();
        names.subList(0, names.size() - 1).forEach(name -> lines.add(GAP + name));
        List<String> last = new ArrayList<>(cells);
        last.set(0, names.get(names.size() - 1));
        lines.add(line(last, widths, figures));
        return lines;
    }

    private String line(List<String> cells, int[] widths, List<Integer> figures) {
        StringBuilder text = new StringBuilder(names(cells, nameColumns, widths));
        for (int column : figures) {
            String cell = cells.get(column);
            text.append(GAP).append(" ".repeat(widths[column] - cell.length())).append(cell);
        }
        return text.toString().stripTrailing();
    }

    /** The cells of a line that ends early, but for the last, which runs on. */
    private int namesBefore(List<String> line) {
        return Math.min(nameColumns, line.size() - 1);
    }

    private static String names(List<String> cells, int number, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < number; i++) {
            text.append(GAP)
                    .append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()));
        }
        return text.toString();
    }

    /** Its words go on as far as there is room, and then below. */
    private List<String> endingEarly(List<String> cells, int[] widths, int width) {
        int number = namesBefore(cells);
        String names = names(cells, number, widths);
        String words = GAP + String.join(GAP, cells.subList(number, cells.size()));
        List<String> wrapped = Words.wrapped(words, Math.max(width - names.length(), words.length() / 8));
        List<String> lines = new ArrayList<>();
        for (String line : wrapped) {
            lines.add(lines.isEmpty() ? names + line : " ".repeat(names.length()) + line);
        }
        return lines;
    }
}
