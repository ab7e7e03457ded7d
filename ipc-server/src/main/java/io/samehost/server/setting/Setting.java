package io.samehost.server.setting;

/** A setting of a server, named after the method of the library that sets it. */
public enum Setting {
    ALLOW_ANY_USER("allowAnyUser"),
    ALLOW_USER("allowUser"),
    BACKLOG("backlog"),
    ENGINE("engine"),
    KILL_GRACE("killGrace"),
    LOOPS("loops"),
    MAX_CHILDREN("maxChildren"),
    MAX_CONNECTIONS("maxConnections"),
    MAX_IN_FLIGHT("maxInFlight"),
    MEMORY_BUDGET("memoryBudget"),
    OUTPUT_GRACE("outputGrace"),
    SOCKET_BUFFERS("socketBuffers"),
    SOCKET_FILE_MODE("socketFileMode"),
    SPIN("spin");

    private final String method;

    Setting(String method) {
        this.method = method;
    }

    /** The setting with a value that would help. */
    public Advice to(String value) {
        return new Advice(this, value);
    }

    /** The setting, for one that has no value. */
    public Advice on() {
        return new Advice(this, "");
    }

    /** The name of the method. */
    @Override
    public String toString() {
        return method;
    }
}
