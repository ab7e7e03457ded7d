package io.samehost.cli.client.json;

import com.fasterxml.jackson.core.JsonLocation;
import java.util.Arrays;

/** Where the tokens of a JSON value stand in the text that it comes from. */
final class Places {
    private int[] lines = new int[16];
    private int[] columns = new int[16];
    private int count;

    void add(JsonLocation place) {
        if (count == lines.length) {
            lines = Arrays.copyOf(lines, 2 * count);
            columns = Arrays.copyOf(columns, 2 * count);
        }
        lines[count] = place.getLineNr();
        columns[count++] = place.getColumnNr();
    }

    /** For the token of that number, counted from 0. */
    String text(int token) {
        return "line=" + lines[token] + " column=" + columns[token];
    }

    static String text(JsonLocation place) {
        return "line=" + place.getLineNr() + " column=" + place.getColumnNr();
    }
}
