package io.samehost.cli.client.call;

/** {@code SERVICE/METHOD}, such as {@code samehost.Echo/Echo}. */
record MethodName(String service, String name) {

    static MethodName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || slash != text.lastIndexOf('/')) {
            throw new IllegalArgumentException(
                    "not a method: method=" + text + ", write SERVICE/METHOD such as samehost.Echo/Echo");
        }
        return new MethodName(text.substring(0, slash), text.substring(slash + 1));
    }
}
