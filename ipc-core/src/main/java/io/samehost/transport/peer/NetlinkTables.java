package io.samehost.transport.peer;

import io.samehost.transport.system.Platform;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * Finds the table that asks the kernel about one socket at a time. Its class is for JDK 22 and newer, and lies where only
 * those look for it.
 */
final class NetlinkTables {
    private static final String CLASS = NetlinkTables.class.getPackageName() + ".NetlinkTcpTable";

    private NetlinkTables() {}

    /** Empty on older JDKs and other systems, and unless native access is enabled for our module: that would print a warning. */
    @SuppressWarnings("unchecked")
    static Optional<TcpTable> open() {
        if (!Platform.IS_LINUX) {
            return Optional.empty();
        }
        try {
            Class<?> table = Class.forName(CLASS);
            return (Optional<TcpTable>) MethodHandles.lookup()
                    .findStatic(table, "open", MethodType.methodType(Optional.class))
                    .invoke();
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty(); // an older JDK, or a build by one
        } catch (Throwable e) {
            throw new IllegalStateException("table of sockets does not open: class=" + CLASS, e);
        }
    }
}
