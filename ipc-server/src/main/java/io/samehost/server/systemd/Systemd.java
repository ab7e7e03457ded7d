package io.samehost.server.systemd;

import io.samehost.address.DescriptorAddress;
import io.samehost.server.Server;
import io.samehost.server.lasting.LastingLog;
import io.samehost.transport.system.ManagerVariables;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The service manager that has started this process: systemd, or what speaks as it does (sd_listen_fds(3), sd_notify(3)).
 *
 * <pre>{@code
 * Systemd systemd = Systemd.ofThisProcess();
 * ServerBuilder builder = Server.builder();
 * systemd.sockets().forEach(socket -> builder.listen(socket.address()));
 * systemd.follow(builder.handle(...).start());
 * }</pre>
 *
 * <p>Where no manager is, there are no sockets and nobody is told: the same program runs by hand. Thread-safe.
 */
public final class Systemd {
    private static final LastingLog LOG = new LastingLog(Systemd.class);
    private static final int FIRST_DESCRIPTOR = 3;
    private static final int MOST_SOCKETS = 1000;
    private static final Duration STUCK = Duration.ofSeconds(5);

    private final List<PassedSocket> sockets;
    private final Optional<NotifySocket> manager;
    private final long watchdogNanos;

    private Systemd(List<PassedSocket> sockets, Optional<NotifySocket> manager, long watchdogNanos) {
        this.sockets = sockets;
        this.manager = manager;
        this.watchdogNanos = watchdogNanos;
    }

    /** The manager of this process, as the environment tells. What is meant for another process does not count. */
    public static Systemd ofThisProcess() {
        return of(System.getenv(), () -> ProcessHandle.current().pid());
    }

    /** The number of this process is asked for only where a manager tells one: the first time takes milliseconds. */
    static Systemd of(Map<String, String> environment, LongSupplier pid) {
        String socket = environment.getOrDefault(ManagerVariables.NOTIFY_SOCKET, "");
        return new Systemd(sockets(environment, pid), NotifySocket.of(socket), watchdogNanos(environment, pid));
    }

    private static boolean isMeant(Optional<String> process, LongSupplier pid) {
        return process.isPresent() && process.get().equals(Long.toString(pid.getAsLong()));
    }

    private static List<PassedSocket> sockets(Map<String, String> environment, LongSupplier pid) {
        if (!isMeant(Optional.ofNullable(environment.get(ManagerVariables.LISTEN_PID)), pid)) {
            return List.of();
        }
        int count = (int) number(environment, ManagerVariables.LISTEN_FDS, MOST_SOCKETS);
        String[] names =
                environment.getOrDefault(ManagerVariables.LISTEN_FDNAMES, "").split(":", -1);
        List<PassedSocket> passed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = names.length == count && !names[i].isEmpty() ? names[i] : "unknown";
            passed.add(new PassedSocket(name, new DescriptorAddress(FIRST_DESCRIPTOR + i)));
        }
        return List.copyOf(passed);
    }

    private static long watchdogNanos(Map<String, String> environment, LongSupplier pid) {
        Optional<String> process = Optional.ofNullable(environment.get(ManagerVariables.WATCHDOG_PID));
        return process.isEmpty() || isMeant(process, pid)
                ? TimeUnit.MICROSECONDS.toNanos(number(environment, ManagerVariables.WATCHDOG_USEC, Long.MAX_VALUE))
                : 0;
    }

    /** 0 if it is not there, or is no number of that range. */
    private static long number(Map<String, String> environment, String name, long most) {
        try {
            long number = Long.parseLong(environment.getOrDefault(name, "0"));
            return number < 0 || number > most ? 0 : number;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The time within which the manager wants a sign of life; 0 if it does not. */
    long watchdogNanos() {
        return watchdogNanos;
    }

    /** The sockets that the manager has opened, in the order of its units. */
    public List<PassedSocket> sockets() {
        return sockets;
    }

    /** The sockets of that name: a unit may open several. */
    public List<PassedSocket> sockets(String name) {
        return sockets.stream().filter(socket -> socket.name().equals(name)).toList();
    }

    /**
     * Tells the manager that the server is ready, and from now on that it lives, if the manager wants to know ({@code
     * WatchdogSec=}), and at last that it ends. A manager that cannot be told is a warning in the log, once.
     */
    public void follow(Server server) {
        if (manager.isEmpty()) {
            return;
        }
        String addresses = server.addresses().stream().map(Object::toString).collect(Collectors.joining(" "));
        tell("READY=1\nSTATUS=serving " + addresses);
        server.onClosing(() -> tell("STOPPING=1\nSTATUS=ending"));
        if (watchdogNanos > 0) {
            Thread thread = new Thread(() -> showLife(server), "samehost-watchdog");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Tells the manager what the service is doing, in one line that {@code systemctl status} shows. */
    public void status(String line) {
        tell("STATUS=" + line.replaceAll("\\R", " "));
    }

    /** Twice as often as asked, as sd_watchdog_enabled(3) has it. Ends with the server. */
    private void showLife(Server server) {
        Duration pause = Duration.ofNanos(watchdogNanos / 2);
        boolean over = false;
        while (!over) {
            try {
                over = server.awaitTermination(pause);
                if (!over && server.sinceLastRound().compareTo(STUCK) < 0) {
                    tell("WATCHDOG=1");
                }
            } catch (InterruptedException e) {
                over = true;
            } catch (Throwable e) { // for want of memory: whether the server lives on, the next round tells
                LOG.log(Level.WARNING, "service manager was not told that the server lives", e);
            }
        }
    }

    private void tell(String state) {
        if (manager.isPresent()) {
            try {
                manager.get().send(state);
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        Level.WARNING,
                        "service manager cannot be told: " + ManagerVariables.NOTIFY_SOCKET + "="
                                + manager.get().name() + " state="
                                + state.lines().findFirst().orElse("") + " cause="
                                + e.getMessage());
            }
        }
    }
}
