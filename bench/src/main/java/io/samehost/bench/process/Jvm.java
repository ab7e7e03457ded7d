package io.samehost.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM of every measured process: the one that this process runs on, with the same flags for all. */
public final class Jvm {
    /**
     * A fixed heap, so that no run measures a heap that grows. The serial collector, because the threads of the others
     * compete with what is measured on a machine of two cores. No performance data, whose memory-mapped file can stall a
     * JVM for as long as the disk takes. Native access, which junixsocket needs.
     */
    public static final List<String> FLAGS = List.of(
            "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

    private Jvm() {}

    /** The java program of this process. */
    public static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The command that starts {@code main} on the class path of this process.
     *
     * @param temporary takes files of the process, such as the native library that junixsocket unpacks
     */
    public static List<String> command(Class<?> main, List<String> options, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.addAll(FLAGS);
        command.addAll(options);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
