package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.client.connect.AddressWord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code SERVICE/METHOD}, such as {@code samehost.Echo/Echo}. */
record MethodName(String service, String name) {
    static MethodName parse(String text) {
        if (AddressWord.is(text)) {
            requireNotAsElsewhere(text);
            throw new IllegalArgumentException("method is missing: address=" + text
                    + ", write SERVICE/METHOD behind it such as samehost.Echo/Echo; ipc-client list " + text
                    + " shows them");
        }
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || slash != text.lastIndexOf('/')) {
            requireNoMisspeltAddress(text);
            requireNotAsElsewhere(text);
            throw new IllegalArgumentException(
                    "not a method: method=" + text + ", write SERVICE/METHOD such as samehost.Echo/Echo");
        }
        return new MethodName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** gRPC writes a method with a slash in front, as the path of a URL, and protobuf with nothing but dots. */
    private static void requireNotAsElsewhere(String text) {
        Matcher found =
                Pattern.compile("/?([A-Za-z]\\w*(?:\\.\\w+)+)[./](\\w+)").matcher(text);
        if (found.matches()) {
            throw new IllegalArgumentException(
                    "not a method: method=" + text + ", did you mean " + found.group(1) + "/" + found.group(2) + "?");
        }
    }

    private static void requireNoMisspeltAddress(String text) {
        if (text.indexOf(':') >= 0) {
            Address.parse(text); // throws, and says how an address is written
        }
    }

    @Override
    public String toString() {
        return service + "/" + name;
    }
}
