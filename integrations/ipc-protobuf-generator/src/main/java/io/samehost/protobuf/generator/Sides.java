package io.samehost.protobuf.generator;

/** The sides that stubs are wanted of: the parameter of the plugin. */
enum Sides {
    BOTH,
    SERVER,
    CLIENT;

    static Sides of(String parameter) throws UngeneratableException {
        return switch (parameter.trim()) {
            case "" -> BOTH;
            case "server" -> SERVER;
            case "client" -> CLIENT;
            default ->
                throw new UngeneratableException(
                        "unknown parameter: parameter=" + parameter + ", use server, client or none for both");
        };
    }

    boolean hasServer() {
        return this != CLIENT;
    }

    boolean hasClient() {
        return this != SERVER;
    }
}
