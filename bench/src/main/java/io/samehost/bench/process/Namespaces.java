package io.samehost.bench.process;

import io.samehost.cli.SearchPath;
import io.samehost.transport.system.Users;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Two network namespaces with a pair of veth between them, as two containers have: made by root with {@code ip}, and removed
 * with all that is in them. Files are the same in both, so a socket file is shared. Used by one thread, and by another at the end
 * of the JVM.
 */
public final class Namespaces implements Closeable {
    /** Of the block for benchmarks, RFC 2544: nobody's network. */
    private static final String SERVER_ADDRESS = "198.18.77.1";

    private static final String CLIENT_ADDRESS = "198.18.77.2";
    private static final String NETWORK_BITS = "/30";
    private static final int ROOT = 0;

    private final String server;
    private final String client;
    private final List<String> made = new CopyOnWriteArrayList<>();

    /** A signal ends us without {@link #close}. */
    private final Thread hook;

    private Namespaces() {
        String name = "samehost-" + ProcessHandle.current().pid();
        server = name + "-a";
        client = name + "-b";
        hook = new Thread(this::remove, "namespaces-end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Makes both.
     *
     * @throws UnavailableException if this user or this machine cannot; the message says what is missing
     */
    public static Namespaces create() throws IOException, InterruptedException {
        requireRoot();
        Namespaces namespaces = new Namespaces();
        try {
            namespaces.make();
            return namespaces;
        } catch (IOException | InterruptedException e) {
            namespaces.close();
            throw e;
        }
    }

    private static void requireRoot() throws UnavailableException {
        if (!Users.ownUid().equals(OptionalInt.of(ROOT))) {
            throw new UnavailableException(
                    "network namespaces need root: user=" + Users.ownName() + ", run it by sudo");
        }
        if (SearchPath.ofThisProcess().find("ip").isEmpty()) {
            throw new UnavailableException("no ip in PATH, on Debian: apt-get install iproute2");
        }
    }

    private void make() throws IOException, InterruptedException {
        String serverEnd = "sh" + ProcessHandle.current().pid() + 'a';
        String clientEnd = "sh" + ProcessHandle.current().pid() + 'b';
        for (String name : List.of(server, client)) {
            ip("netns", "add", name);
            made.add(name);
            ip("-n", name, "link", "set", "lo", "up");
        }
        ip("link", "add", serverEnd, "netns", server, "type", "veth", "peer", "name", clientEnd, "netns", client);
        ip("-n", server, "addr", "add", SERVER_ADDRESS + NETWORK_BITS, "dev", serverEnd);
        ip("-n", client, "addr", "add", CLIENT_ADDRESS + NETWORK_BITS, "dev", clientEnd);
        ip("-n", server, "link", "set", serverEnd, "up");
        ip("-n", client, "link", "set", clientEnd, "up");
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new UnavailableException("no network namespace can be made here: command=" + String.join(" ", command)
                    + " said=" + said.lines().findFirst().orElse(""));
        }
    }

    /** Both processes in one of them, over its loopback. */
    public Network inside() {
        return new Network("inside one network namespace", in(server), in(server), "127.0.0.1");
    }

    /** One process in each, over veth. */
    public Network across() {
        return new Network("across two, by veth", in(server), in(client), SERVER_ADDRESS);
    }

    private static List<String> in(String name) {
        return List.of("ip", "netns", "exec", name);
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // it is running already, and finds nothing left
        }
    }

    /** Removes what was made; what cannot be removed is said on stderr. */
    private void remove() {
        for (String name : List.copyOf(made)) {
            try {
                ip("netns", "del", name);
                made.remove(name);
            } catch (IOException e) {
                System.err.println("left behind: namespace=" + name + " cause=" + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
