package io.samehost.cli.client.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The JVM, the kernel's limits, the clock, and what kind of machine this is. */
final class MachineChecks {
    private static final int OLDEST_JDK = 17;
    private static final long FEW_DESCRIPTORS = 1024;
    private static final long DEFAULT_BACKLOG = 128;

    /** What Linux has by itself. */
    private static final long USUAL_WMEM_MAX = 212_992;

    /** They are read without a system call, or nearly so. */
    private static final List<String> FAST_CLOCKS =
            List.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter", "timebase", "tod");

    private static final List<String> CONTAINER_FILES = List.of("/.dockerenv", "/run/.containerenv");

    private MachineChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("JDK", MachineChecks::jdk),
                new Check("descriptors", MachineChecks::descriptors),
                new Check("somaxconn", MachineChecks::somaxconn),
                new Check("wmem_max", MachineChecks::wmemMax),
                new Check("clock source", MachineChecks::clockSource),
                new Check("container or VM", MachineChecks::kind));
    }

    private static Finding jdk() {
        String text = System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vm.name") + ") in "
                + System.getProperty("java.home");
        return Runtime.version().feature() >= OLDEST_JDK
                ? Finding.ok(text)
                : Finding.broken(text, "install JDK " + OLDEST_JDK + " or newer");
    }

    /** The JVM has raised the first number to the second, for itself and for servers alike. */
    private static Finding descriptors() throws IOException {
        Optional<String[]> limits = SystemFile.text("/proc/self/limits").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" {2,}", -1))
                .filter(columns -> columns.length >= 3)
                .findFirst();
        if (limits.isEmpty()) {
            return Finding.unknown("/proc/self/limits does not tell");
        }
        String limit = limits.get()[1];
        String text = limit + " at a time, " + open() + " are open";
        return limit.matches("[0-9]{1,18}") && Long.parseLong(limit) < FEW_DESCRIPTORS
                ? Finding.broken(
                        text + ": a server takes few connections",
                        "raise it: ulimit -n " + FEW_DESCRIPTORS + ", or LimitNOFILE= of a systemd unit")
                : Finding.ok(text);
    }

    private static long open() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    private static Finding somaxconn() {
        OptionalLong most = SystemFile.number("/proc/sys/net/core/somaxconn");
        if (most.isEmpty()) {
            return Finding.unknown("/proc/sys/net/core/somaxconn does not tell");
        }
        String text = most.getAsLong() + " connections may wait to be accepted";
        return most.getAsLong() < DEFAULT_BACKLOG
                ? Finding.note(text + ", fewer than a server asks for", "sysctl -w net.core.somaxconn=4096")
                : Finding.ok(text);
    }

    private static Finding wmemMax() {
        OptionalLong most = SystemFile.number("/proc/sys/net/core/wmem_max");
        if (most.isEmpty()) {
            return Finding.unknown("/proc/sys/net/core/wmem_max does not tell");
        }
        String text = "a socket buffers up to " + Amount.of(most.getAsLong());
        return most.getAsLong() < USUAL_WMEM_MAX
                ? Finding.note(text + ", less than usual", "sysctl -w net.core.wmem_max=" + USUAL_WMEM_MAX)
                : Finding.ok(text);
    }

    private static Finding clockSource() {
        Optional<String> source = SystemFile.text("/sys/devices/system/clocksource/clocksource0/current_clocksource");
        String takes = "reading the clock takes " + clockNanos() + " ns";
        if (source.isEmpty()) {
            return Finding.unknown("the kernel does not tell; " + takes);
        }
        return FAST_CLOCKS.contains(source.get())
                ? Finding.ok(source.get() + ", " + takes)
                : Finding.note(
                        source.get() + ", which is slow: " + takes,
                        "only figures of the benchmark suffer; the kernel's log says why it does not use tsc");
    }

    private static long clockNanos() {
        int times = 1000;
        long start = System.nanoTime();
        for (int i = 1; i < times; i++) {
            System.nanoTime();
        }
        return (System.nanoTime() - start) / times;
    }

    private static Finding kind() {
        List<String> kinds = new ArrayList<>();
        container().ifPresent(kinds::add);
        if (isVirtual()) {
            kinds.add("a virtual machine" + product());
        }
        String what = kinds.isEmpty() ? "neither, as far as can be seen" : String.join(" in ", kinds);
        return Finding.ok(what + "; processors=" + Runtime.getRuntime().availableProcessors() + " heap="
                + Amount.of(Runtime.getRuntime().maxMemory()));
    }

    private static Optional<String> container() {
        for (String file : CONTAINER_FILES) {
            if (Files.exists(Path.of(file))) {
                return Optional.of("a container (" + file + ")");
            }
        }
        Map<String, String> variables = System.getenv();
        if (variables.containsKey("container") || variables.containsKey("KUBERNETES_SERVICE_HOST")) {
            return Optional.of("a container");
        }
        return SystemFile.text("/proc/1/cgroup")
                .filter(text -> text.matches("(?s).*(docker|kubepods|libpod|lxc|containerd).*"))
                .map(text -> "a container");
    }

    private static boolean isVirtual() {
        return SystemFile.text("/proc/cpuinfo").stream()
                .flatMap(String::lines)
                .anyMatch(line ->
                        line.startsWith("flags") && List.of(line.split(" ", -1)).contains("hypervisor"));
    }

    private static String product() {
        return SystemFile.text("/sys/class/dmi/id/sys_vendor")
                .filter(vendor -> !vendor.isEmpty())
                .map(vendor -> " (" + vendor + ")")
                .orElse("");
    }
}
