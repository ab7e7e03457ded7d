package io.samehost.cli.client.json;

/** The answer has come, and is nothing that the schema could show. */
public final class UnshowableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnshowableException(String type, Exception cause) {
        super(
                "answer cannot be shown as JSON: message=" + type + " cause=" + cause.getMessage()
                        + ", --format bytes prints it as it is",
                cause);
    }
}
