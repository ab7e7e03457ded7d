package io.samehost.cli.client.connect;

import io.samehost.address.Address;

/** An argument of a command that takes an address and a name, or a name alone. */
public final class AddressWord {
    private AddressWord() {}

    /**
     * True for what can only be an address, so that it is the name that was forgotten: it has a scheme, or is the path of a
     * socket. Neither a method nor a file that is served has such a name.
     */
    public static boolean is(String word) {
        if (word.startsWith("/") || word.startsWith("./") || word.startsWith("../")) {
            return true;
        }
        try {
            return word.indexOf(':') >= 0 && Address.parse(word) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
