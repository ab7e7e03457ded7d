package io.samehost.bench.run;

import io.samehost.bench.floor.Floor;
import io.samehost.bench.load.BenchClient;
import io.samehost.bench.load.BenchServer;
import io.samehost.bench.load.Delay;
import io.samehost.bench.process.Jvm;
import io.samehost.bench.process.Network;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.Wait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of the processes that are measured.
 *
 * @param temporary where they may leave files, such as the native library that junixsocket unpacks
 */
public record Programs(
        Floor floor,
        PeerPrograms peers,
        Placement placement,
        Placement.Processors processors,
        Network network,
        Path temporary) {

    /** Without peers. */
    public Programs(Floor floor, Placement placement, Placement.Processors processors, Path temporary) {
        this(floor, PeerPrograms.NONE, placement, processors, Network.HOST, temporary);
    }

    /** The same in another place. */
    public Programs in(Network other) {
        return new Programs(floor, peers, placement, processors, other, temporary);
    }

    /** The address that a server listens on: a new socket file in {@code directory}, or any free port. */
    String address(Scenario scenario, Path directory) {
        return scenario.transport() == MeasuredTransport.TCP
                ? "tcp:" + network.tcpHost() + ":0"
                : scenario.transport().address(directory);
    }

    List<String> server(Scenario scenario, String address) throws UnavailableException {
        if (scenario.waiting() == Wait.SPINNING && processors.allowed().size() < 2) {
            throw new UnavailableException("two processes cannot spin on one processor");
        }
        List<String> command = new ArrayList<>(network.serverPrefix());
        command.addAll(placement.serverPrefix(processors));
        if (scenario.layer() == Layer.FLOOR) {
            command.addAll(List.of(floorProgram(), "server", address, floorMode(scenario)));
            command.add(Integer.toString(scenario.size().bytes()));
            command.add(scenario.waiting().name());
            command.add(Integer.toString(scenario.buffers().bytes()));
        } else if (scenario.layer() == Layer.PEER) {
            command.addAll(peers.program(scenario.engine()));
            command.addAll(List.of("server", address));
        } else {
            command.addAll(jvm(BenchServer.class, serverOptions(scenario)));
            command.addAll(scenario.arguments());
            command.add(address);
        }
        return command;
    }

    private static List<String> serverOptions(Scenario scenario) {
        List<String> options = new ArrayList<>(scenario.jvmOptions());
        options.addAll(Delay.optionsFor(scenario.transport()));
        return options;
    }

    private static String floorMode(Scenario scenario) {
        return switch (scenario.pattern()) {
            case STREAM -> "SINK";
            case SERVER_STREAM -> "SOURCE";
            default -> scenario.isEchoedWhole() ? "WHOLE" : "ECHO";
        };
    }

    public List<String> client(Scenario scenario) throws UnavailableException {
        List<String> command = new ArrayList<>(network.clientPrefix());
        command.addAll(placement.clientPrefix(processors));
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
            command.addAll(jvm(BenchClient.class, scenario.jvmOptions()));
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

    private List<String> jvm(Class<?> main, List<String> options) {
        return Jvm.command(main, options, temporary);
    }
}
