package io.samehost.transport.unix;

import io.samehost.address.Address;
import io.samehost.address.UnixAddress;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Picks who opens an AF_UNIX socket: the JDK where it can, junixsocket where the JDK cannot or the address says so. */
public final class UnixProviders {
    private static final boolean JDK_WORKS = new JdkUnixSockets().work();

    /** More than any of junixsocket's native libraries has. */
    private static final long LIBRARY_LIMIT_BYTES = 1 << 20;

    /** Optional for users; in a program of modules, one has to require it. */
    private static final String DEPENDENCY = "the dependency com.kohlschutter.junixsocket:junixsocket-core"
            + (UnixProviders.class.getModule().isNamed()
                    ? ", and require its modules org.newsclub.net.unix and com.kohlschutter.junixsocket.nativecommon"
                    : "");

    /** True once its native library is there: it needs no place any more then. */
    private static volatile boolean loaded;

    private UnixProviders() {}

    /** Empty if the one that the address needs does not work here. */
    public static Optional<UnixSockets> pick(UnixAddress address) {
        return isForJdk(address) ? jdk() : junixsocket();
    }

    public static boolean isForJdk(UnixAddress address) {
        return switch (address.provider()) {
            case JDK -> true;
            case JUNIXSOCKET -> false;
            case ANY -> JDK_WORKS && !address.isAbstract();
        };
    }

    private static Optional<UnixSockets> jdk() {
        return JDK_WORKS ? Optional.of(new JdkUnixSockets()) : Optional.empty();
    }

    /** The only one that also opens datagram sockets, see {@link JunixDatagrams}. */
    public static Optional<UnixSockets> junixsocket() {
        if (!loaded && (isMissing() || !hasPlace())) {
            return Optional.empty();
        }
        try {
            UnixSockets sockets = new JunixSockets();
            loaded |= sockets.work();
            return loaded ? Optional.of(sockets) : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty(); // no native library for this machine
        }
    }

    public static List<String> working() {
        List<String> names = new ArrayList<>();
        jdk().ifPresent(sockets -> names.add(sockets.provider()));
        junixsocket().ifPresent(sockets -> names.add(sockets.provider()));
        return List.copyOf(names);
    }

    /** The error text for an address that nobody here can open. */
    public static String absence(Address address) {
        if (address instanceof UnixAddress unix && isForJdk(unix)) {
            return "the JDK has no AF_UNIX here: address=" + address + " working=" + working() + ", use tcp:";
        }
        if (isMissing()) {
            return "junixsocket is missing: address=" + address + ", add " + DEPENDENCY;
        }
        return hasPlace()
                ? "junixsocket does not work on this machine: address=" + address + ", use tcp: or udp:"
                : "junixsocket has no place for its native library: address=" + address + " java.io.tmpdir=" + place()
                        + ", set java.io.tmpdir to a directory that can be written and has room";
    }

    /** junixsocket unpacks its native library there, and prints a stack trace if it cannot. */
    private static String place() {
        return System.getProperty("java.io.tmpdir");
    }

    /** Where the system does not tell of the room, there is some. */
    private static boolean hasPlace() {
        File place = new File(place());
        return place.isDirectory()
                && Files.isWritable(place.toPath())
                && (place.getTotalSpace() == 0 || place.getUsableSpace() >= LIBRARY_LIMIT_BYTES);
    }

    /** True if one of junixsocket's jars was left out. Without its native one, junixsocket prints a stack trace when asked. */
    private static boolean isMissing() {
        return !isPresent("org.newsclub.net.unix.AFSocket")
                || !(isPresent("org.newsclub.lib.junixsocket.common.NarMetadata")
                        || isPresent("org.newsclub.lib.junixsocket.custom.NarMetadata")
                        || System.getProperty("org.newsclub.net.unix.library.override") != null);
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, UnixProviders.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
