package io.samehost.cli;

import io.samehost.address.Address;
import java.util.Map;

/** The address of a command that is given none. */
public final class DefaultAddress {
    private static final String VARIABLE = "IPC_ADDRESS";

    private DefaultAddress() {}

    public static boolean isSet(Map<String, String> variables) {
        return !variables.getOrDefault(VARIABLE, "").isEmpty();
    }

    /**
     * The address in {@code IPC_ADDRESS}.
     *
     * @throws IllegalArgumentException if the variable is not set, or holds no address
     */
    public static Address from(Map<String, String> variables) {
        String text = variables.getOrDefault(VARIABLE, "");
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "no address: give one such as unix:/run/tool.sock or tcp:3490, or set " + VARIABLE);
        }
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(VARIABLE + ": " + e.getMessage(), e);
        }
    }
}
