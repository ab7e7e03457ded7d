package io.samehost.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of the processes that are measured.
 *
 * @param temporary where they may leave files, such as the native library that junixsocket unpacks
 */
record Programs(Floor floor, Peers peers, Placement placement, Placement.Processors processors, Path temporary) {

    /** Without peers. */
    Programs(Floor floor, Placement placement, Placement.Processors processors, Path temporary) {
        this(floor, Peers.NONE, placement, processors, temporary);
    }

    /**
     * The same for both ends. A fixed heap, so that no run measures a heap that grows; the serial collector, because
     * the threads of the others compete with what is measured on a machine of two cores; no performance data, whose
     * memory-mapped file can stall a JVM for as long as the disk takes; native access, which junixsocket needs.
     */
    static final List<String> JVM_FLAGS = List.of(
            "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

    List<String> server(Scenario scenario, String address) throws UnavailableException {
        List<String> command = new ArrayList<>(placement.serverPrefix(processors));
        if (scenario.layer() == Layer.FLOOR) {
            command.addAll(List.of(floorProgram(), "server", address, floorMode(scenario)));
            command.add(Integer.toString(scenario.size().bytes()));
            command.add(scenario.waiting().name());
            command.add(Integer.toString(scenario.buffers().bytes()));
        } else if (scenario.layer() == Layer.PEER) {
            command.addAll(peers.program(scenario.engine()));
            command.addAll(List.of("server", address));
        } else {
            command.addAll(jvm(BenchServer.class, serverOptions(scenario.transport())));
            command.addAll(scenario.arguments());
            command.add(address);
        }
        return command;
    }

    private static List<String> serverOptions(Transport transport) {
        List<String> options = new ArrayList<>(transport.jvmOptions());
        options.addAll(Delay.optionsFor(transport));
        return options;
    }

    private static String floorMode(Scenario scenario) {
        return switch (scenario.pattern()) {
            case STREAM -> "SINK";
            case SERVER_STREAM -> "SOURCE";
            default -> scenario.isEchoedWhole() ? "WHOLE" : "ECHO";
        };
    }

    List<String> client(Scenario scenario) throws UnavailableException {
        List<String> command = new ArrayList<>(placement.clientPrefix(processors));
        if (scenario.layer() == Layer.FLOOR) {
            command.addAll(List.of(floorProgram(), "client", scenario.pattern().name()));
            command.add(Integer.toString(scenario.size().bytes()));
            command.add(Integer.toString(scenario.inFlight()));
            command.add(scenario.waiting().name());
            command.add(Integer.toString(scenario.buffers().bytes()));
        } else if (scenario.layer() == Layer.PEER) {
            command.addAll(peers.program(scenario.engine()));
            command.addAll(List.of("client", scenario.pattern().name()));
            command.add(Integer.toString(scenario.size().bytes()));
            command.add(Integer.toString(scenario.inFlight()));
        } else {
            command.addAll(jvm(BenchClient.class, scenario.transport().jvmOptions()));
            command.addAll(scenario.arguments());
        }
        return command;
    }

    private String floorProgram() throws UnavailableException {
        if (floor instanceof Floor.Compiled compiled) {
            return compiled.program().toString();
        }
        throw new UnavailableException(((Floor.Absent) floor).reason());
    }

    /** The JVM that this process runs on. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private List<String> jvm(Class<?> main, List<String> options) {
        return jvm(main, options, temporary);
    }

    /** The JVM and class path that this process runs on. */
    static List<String> jvm(Class<?> main, List<String> options, Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(JVM_FLAGS);
        command.addAll(options);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
