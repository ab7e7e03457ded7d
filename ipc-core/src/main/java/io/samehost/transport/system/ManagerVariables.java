package io.samehost.transport.system;

import java.util.List;
import java.util.Map;

/**
 * The variables by which a service manager such as systemd talks to the one process that it has started; see sd_listen_fds(3)
 * and sd_notify(3). To any other process they are a lie.
 */
public final class ManagerVariables {
    public static final String LISTEN_PID = "LISTEN_PID";
    public static final String LISTEN_FDS = "LISTEN_FDS";
    public static final String LISTEN_FDNAMES = "LISTEN_FDNAMES";
    public static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";
    public static final String WATCHDOG_PID = "WATCHDOG_PID";
    public static final String WATCHDOG_USEC = "WATCHDOG_USEC";

    private ManagerVariables() {}

    /** Takes them out of the environment of a child. */
    public static void removeFrom(Map<String, String> environment) {
        environment
                .keySet()
                .removeAll(List.of(LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES, NOTIFY_SOCKET, WATCHDOG_PID, WATCHDOG_USEC));
    }
}
