package io.samehost.cli;

import io.samehost.text.HarmlessText;
import java.util.HexFormat;

/** Writes one JSON object on one line, member by member. Not thread-safe. */
public final class JsonLine {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder("{");

    public JsonLine() {}

    public JsonLine put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    public JsonLine put(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    public JsonLine put(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /**
     * Adds a number.
     *
     * @throws IllegalArgumentException for what JSON has no number for: infinities and NaN
     */
    public JsonLine put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no such number: name=" + name + " value=" + value);
        }
        name(name);
        text.append(value);
        return this;
    }

    /** Adds a value that is JSON already. */
    public JsonLine putJson(String name, String json) {
        name(name);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if ((!Character.isSurrogate(c) && HarmlessText.isHarmful(c)) || isLone(json, i)) {
                append(json, i); // in a string, where else JSON has none of them
            } else {
                text.append(c);
            }
        }
        return this;
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            append(value, i);
        }
        text.append('"');
    }

    /** Escapes what may not reach a terminal, and half a surrogate pair, which UTF-8 could not write. */
    private void append(String value, int index) {
        char c = value.charAt(index);
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if ((!Character.isSurrogate(c) && HarmlessText.isHarmful(c)) || isLone(value, index)) {
                    text.append("\\u").append(HEX.toHexDigits(c));
                } else {
                    text.append(c);
                }
            }
        }
    }

    private static boolean isLone(String value, int index) {
        char c = value.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == value.length() || !Character.isLowSurrogate(value.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
    }

    /** The object, without a line end. */
    @Override
    public String toString() {
        return text + "}";
    }
}
