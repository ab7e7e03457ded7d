package io.samehost.cli.server;

import java.util.Map;

/** The locale of the user, which the launcher replaced for the JVM where Java could not read names in it. */
final class UserLocale {
    /** The user's own {@code LC_ALL}, empty if there was none; set by the launcher. */
    private static final String SAVED = "SAMEHOST_LC_ALL";

    private UserLocale() {}

    /** Gives the environment of a child the locale back. */
    static void restore(Map<String, String> environment) {
        String saved = environment.remove(SAVED);
        if (saved != null && saved.isEmpty()) {
            environment.remove("LC_ALL");
        } else if (saved != null) {
            environment.put("LC_ALL", saved);
        }
    }
}
