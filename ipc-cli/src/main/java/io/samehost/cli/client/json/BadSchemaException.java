package io.samehost.cli.client.json;

/** Descriptors that are none, or that do not fit each other. Whose fault that is, knows who has them. */
public final class BadSchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
