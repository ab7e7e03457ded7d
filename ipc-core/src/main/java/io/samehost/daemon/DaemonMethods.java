package io.samehost.daemon;

/** The service by which a daemon and the commands of its tool talk about the daemon itself. Payloads are lines of a name and a value. */
public final class DaemonMethods {
    public static final String SERVICE = "samehost.Daemon";

    /**
     * {@code version}, of the command; answered by {@code version}, {@code pid} and {@code replaced} of the daemon, and by
     * {@code activated true} if a service manager has started it on a socket of its own.
     */
    public static final String HELLO = "Hello";

    /** Answered by {@code version}, {@code pid}, {@code started}, {@code calls}, {@code connections}, {@code memory} in bytes. */
    public static final String STATUS = "Status";

    /** {@code when idle}, or nothing; answered by {@code stopping true}, or by {@code calls}, of a daemon that is at work. */
    public static final String STOP = "Stop";

    /** Variable by which a command tells the daemon that it starts: its pid, a colon, and the directory. */
    public static final String STARTED_VARIABLE = "SAMEHOST_DAEMON";

    /** Variable for the version of the daemon that this one replaces. */
    public static final String REPLACED_VARIABLE = "SAMEHOST_DAEMON_REPLACES";

    /** Line that a daemon writes to its descriptor 0 once it serves. */
    public static final String READY = "ready";

    /** Beginning of the line that a daemon writes there if it cannot serve; the reason follows. The log may have no room for it. */
    public static final String FAILED = "failed ";

    private DaemonMethods() {}
}
