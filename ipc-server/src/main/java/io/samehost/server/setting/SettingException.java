package io.samehost.server.setting;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.function.Function;

/** Settings that make no sense. The message names methods of the library; {@link #message} can name them otherwise. */
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String text;
    private final transient Object[] parts;

    /**
     * Makes the message as {@link MessageFormat} does.
     *
     * @param text with {@code {0}} and so on for the parts
     * @param parts a {@link Setting} or an {@link Advice} for each mention of a setting, and other values
     */
    public SettingException(String text, Object... parts) {
        super(fill(text, parts, Object::toString));
        this.text = text;
        this.parts = parts.clone();
    }

    /** The message with each part as {@code naming} has it. */
    public String message(Function<Object, String> naming) {
        return parts == null ? getMessage() : fill(text, parts, naming);
    }

    private static String fill(String text, Object[] parts, Function<Object, String> naming) {
        return MessageFormat.format(text, Arrays.stream(parts).map(naming).toArray());
    }
}
