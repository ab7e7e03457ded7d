package io.samehost.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine and the build that figures belong to; what the system does not tell is {@link #UNKNOWN}. */
public record Environment(
        String cpu,
        int processors,
        boolean virtualMachine,
        String governor,
        String kernel,
        String jdk,
        List<String> jvmFlags,
        SortedMap<String, String> settings,
        String commit) {

    public static final String UNKNOWN = "unknown";

    private static final int LONGEST_SETTING_BYTES = 4096;

    /** Kernel settings that change what sockets do. */
    private static final List<String> SETTINGS = List.of(
            "/proc/sys/kernel/sched_autogroup_enabled",
            "/proc/sys/net/core/rmem_default",
            "/proc/sys/net/core/rmem_max",
            "/proc/sys/net/core/wmem_default",
            "/proc/sys/net/core/wmem_max",
            "/proc/sys/net/ipv4/tcp_congestion_control",
            "/proc/sys/net/ipv4/ip_local_port_range",
            "/proc/sys/net/ipv4/tcp_rmem",
            "/proc/sys/net/ipv4/tcp_tw_reuse",
            "/proc/sys/net/ipv4/tcp_wmem",
            "/proc/sys/net/unix/max_dgram_qlen",
            "/sys/class/net/lo/mtu",
            "/sys/devices/system/cpu/vulnerabilities/meltdown",
            "/sys/devices/system/cpu/smt/active");

    public static Environment current() throws InterruptedException {
        SortedMap<String, String> settings = new TreeMap<>();
        for (String file : SETTINGS) {
            contents(file).ifPresent(value -> settings.put(file, value));
        }
        return new Environment(
                processorInfo("model name").orElse(UNKNOWN),
                Runtime.getRuntime().availableProcessors(),
                List.of(processorInfo("flags").orElse("").split(" ", -1)).contains("hypervisor"),
                contents("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
                        .orElse(UNKNOWN),
                System.getProperty("os.name")
                        + ' '
                        + System.getProperty("os.version")
                        + ' '
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"),
                Jvm.FLAGS,
                settings,
                commitOfThisBuild().orElse(UNKNOWN));
    }

    /** The load averages as the kernel prints them. */
    public static String loadAverage() {
        return contents("/proc/loadavg").orElse(UNKNOWN);
    }

    /** In one read: a setting under /proc/sys gives nothing to a second one, and Files.readString starts with a byte. */
    private static Optional<String> contents(String file) {
        byte[] bytes = new byte[LONGEST_SETTING_BYTES];
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            String text = new String(bytes, 0, Math.max(0, in.read(bytes)), StandardCharsets.UTF_8);
            return Optional.of(text.strip().replaceAll("\\s+", " "));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** The value that {@code /proc/cpuinfo} has for the first processor. */
    private static Optional<String> processorInfo(String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** The directory or the jar of our classes. */
    public static Path placeOfThisBuild() {
        return placeOf(Environment.class);
    }

    /** The directory or the jar of a class on the class path. */
    public static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class that comes from nowhere: class=" + type, e);
        }
    }

    /** The commit that git names for the directory of this build, with {@code -dirty} if it was changed. */
    private static Optional<String> commitOfThisBuild() throws InterruptedException {
        try {
            Path build = placeOfThisBuild();
            Path directory = Files.isDirectory(build) ? build : build.getParent();
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!git.waitFor(5, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.exitValue() == 0 ? Optional.of(commit) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }
}
