package io.samehost.bench.output;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up: names to the left, figures to the right. */
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

    /** The header first. */
    public List<String> lines() {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < (line.size() < columns ? line.size() - 1 : columns); i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return lines.stream().map(line -> line(line, widths)).toList();
    }

    /** The last cell of a line that is shorter than the header runs on as it likes. */
    private String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
            text.append(GAP).append(i < nameColumns ? cells.get(i) + padding : padding + cells.get(i));
        }
        return text.toString().stripTrailing();
    }
}
