package io.samehost.server.setting;

import java.util.Optional;

/**
 * Setting that would have helped, part of an error's text.
 *
 * @param value the value to give it, as text; empty for a setting without one
 */
public record Advice(Setting setting, String value) {
    /** The setting that lets a user in; without a name, the one that lets everybody in. */
    public static Advice toLetIn(Optional<String> user) {
        return user.map(Setting.ALLOW_USER::to).orElse(Setting.ALLOW_ANY_USER.on());
    }

    /** A call of the method, such as {@code allowUser(alice)}. */
    @Override
    public String toString() {
        return setting + "(" + value + ')';
    }
}
