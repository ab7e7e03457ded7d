package io.samehost.cli.client.json;

/** The answer has come, and is nothing that the schema could show. */
public final class UnshowableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnshowableException(String type, String why, Throwable cause) {
        super(
                "answer cannot be shown as JSON: message=" + type + " cause=" + why
                        + ", --format bytes prints it as it is",
                cause);
    }
}
