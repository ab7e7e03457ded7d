package io.samehost.client.daemon;

import io.samehost.daemon.DaemonMethods;
import io.samehost.daemon.ToolDirectory;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command that starts a daemon. The process gets a session of its own, so that neither Ctrl-C nor the end of the terminal
 * reaches it; {@code /} as its working directory; the tool's log as its output; and of the environment only {@code PATH},
 * {@code HOME}, {@code USER}, {@code LOGNAME}, {@code SHELL}, {@code LANG}, {@code LANGUAGE}, {@code TZ}, {@code TMPDIR},
 * {@code JAVA_HOME}, what begins with {@code LC_} or {@code XDG_}, and what is asked for here. No other descriptor is
 * inherited. Immutable.
 */
public final class DaemonCommand {
    private static final Set<String> KEPT =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "JAVA_HOME");

    /** Options that take a port. */
    private static final List<String> ONLY_ONCE =
            List.of("-agentlib:jdwp", "-Xrunjdwp", "-Dcom.sun.management.jmxremote");

    /**
     * Descriptor 0 becomes the pipe to the command, on which the daemon says that it is ready; the process keeps its pid through
     * each exec. Without setsid(1) it stays in the session, and Ctrl-C is ignored.
     */
    private static final String SCRIPT = "trap '' HUP; exec 0>&1 1>&2; cd /; "
            + DaemonMethods.STARTED_VARIABLE + "=\"$$:$" + DaemonMethods.STARTED_VARIABLE + "\"; export "
            + DaemonMethods.STARTED_VARIABLE + "; "
            + "if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; trap '' INT QUIT; exec \"$@\"";

    private final List<String> words;
    private final Map<String, String> environment;
    private final Set<String> inherited;

    private DaemonCommand(List<String> words, Map<String, String> environment, Set<String> inherited) {
        this.words = List.copyOf(words);
        this.environment = Map.copyOf(environment);
        this.inherited = Set.copyOf(inherited);
    }

    /** A program and its arguments. It is looked for in {@code PATH} if it has no slash. */
    public static DaemonCommand of(String... words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("a command has one word at least");
        }
        return new DaemonCommand(List.of(words), Map.of(), Set.of());
    }

    /**
     * The same Java program as this one with another {@code main}: the same JVM, class path, module path and options, but those of
     * a debugger and of remote management, since two processes cannot have one port. Files that options name by relative paths are
     * looked for in {@code /}, where a daemon works.
     */
    public static DaemonCommand ofMain(Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> ONLY_ONCE.stream().noneMatch(option::startsWith))
                .forEach(words::add);
        addPath(words, "-p", System.getProperty("jdk.module.path", ""));
        addPath(words, "-cp", System.getProperty("java.class.path", ""));
        if (main.getModule().isNamed()) {
            words.addAll(List.of("-m", main.getModule().getName() + "/" + main.getName()));
        } else {
            words.add(main.getName());
        }
        words.addAll(Arrays.asList(arguments));
        return new DaemonCommand(words, Map.of(), Set.of());
    }

    /** The working directory of the daemon is another one. */
    private static void addPath(List<String> words, String option, String path) {
        if (!path.isEmpty()) {
            words.add(option);
            words.add(Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator)));
        }
    }

    /** This command with a variable of its own. */
    public DaemonCommand withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new DaemonCommand(words, more, inherited);
    }

    /** This command, which gets more variables of the process that starts it, if they are set there. */
    public DaemonCommand inheriting(String... names) {
        Set<String> more = new HashSet<>(inherited);
        more.addAll(Arrays.asList(names));
        return new DaemonCommand(words, environment, more);
    }

    /** Starts it. Its end of the pipe is descriptor 0 there, and the stream of its output here. */
    Process start(ToolDirectory directory, Optional<String> replaced) throws IOException {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> !isKept(name));
        variables.putAll(environment);
        variables.put(DaemonMethods.STARTED_VARIABLE, directory.path().toString());
        replaced.ifPresent(version -> variables.put(DaemonMethods.REPLACED_VARIABLE, version));
        Process process = builder.start();
        process.getOutputStream().close(); // it has another descriptor 0
        return process;
    }

    private boolean isKept(String name) {
        return KEPT.contains(name) || name.startsWith("LC_") || name.startsWith("XDG_") || inherited.contains(name);
    }
}
