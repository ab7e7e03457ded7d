package io.samehost.transport;

import io.samehost.address.UnixAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Picks who opens an AF_UNIX socket: the JDK where it can, junixsocket where the JDK cannot or the address says so. */
final class UnixProviders {
    private static final boolean JDK_WORKS = new JdkUnixSockets().work();

    private UnixProviders() {}

    /** Empty if the one that the address needs does not work here. */
    static Optional<UnixSockets> pick(UnixAddress address) {
        return isForJdk(address) ? jdk() : junixsocket();
    }

    static boolean isForJdk(UnixAddress address) {
        return switch (address.provider()) {
            case JDK -> true;
            case JUNIXSOCKET -> false;
            case ANY -> JDK_WORKS && !address.isAbstract();
        };
    }

    private static Optional<UnixSockets> jdk() {
        return JDK_WORKS ? Optional.of(new JdkUnixSockets()) : Optional.empty();
    }

    private static Optional<UnixSockets> junixsocket() {
        return datagrams().map(sockets -> sockets);
    }

    /** Who opens AF_UNIX datagram sockets: junixsocket alone. */
    static Optional<JunixSockets> datagrams() {
        try {
            JunixSockets sockets = new JunixSockets();
            return sockets.work() ? Optional.of(sockets) : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty(); // not on the class path, or no native library for this machine
        }
    }

    static List<String> working() {
        List<String> names = new ArrayList<>();
        jdk().ifPresent(sockets -> names.add(sockets.provider()));
        junixsocket().ifPresent(sockets -> names.add(sockets.provider()));
        return List.copyOf(names);
    }

    static String absence(UnixAddress address) {
        return "no AF_UNIX provider for this address works here: address=" + address + " working=" + working()
                + ", use tcp:";
    }
}
