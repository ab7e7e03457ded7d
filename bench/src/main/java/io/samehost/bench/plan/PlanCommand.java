package io.samehost.bench.plan;

import io.samehost.bench.process.Installation;
import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.ServerKind;
import java.util.List;

/** The command that measures a plan again. */
public record PlanCommand(Plan plan) {

    /** One line for a shell. */
    @Override
    public String toString() {
        Effort effort = plan.effort();
        return Installation.commandText()
                + switch (plan.choice()) {
                    case EVERYTHING -> rowOptions();
                    case QUICK -> " --quick";
                    case ANSWER -> limitOptions();
                    case PEERS -> peerOptions();
                }
                + " --runs " + effort.runs()
                + " --warm-up " + effort.warmUp().seconds()
                + (plan.choice() == Choice.PEERS
                        ? ""
                        : " --rpc-warm-up " + effort.warmUp().rpcSeconds())
                + " --seconds " + effort.seconds()
                + " --pin " + plan.placement().label()
                + (plan.contenders().floor() ? "" : " --no-floor")
                + (plan.contenders().spin() ? " --spin" : "")
                + (effort.patienceSeconds() == plan.choice().patienceSeconds()
                        ? ""
                        : " --patience " + effort.patienceSeconds());
    }

    private String peerOptions() {
        List<ServerKind> peers = plan.contenders().subjects().stream()
                .map(Subject::engine)
                .filter(ServerKind::isPeer)
                .toList();
        return " peers" + (plan.contenders().transports().contains(MeasuredTransport.TCP) ? "" : " --quick")
                + " --only " + Labels.list(peers, ServerKind::optionName);
    }

    private String rowOptions() {
        Loads loads = plan.loads();
        return " run --transports " + Labels.list(plan.contenders().transports(), MeasuredTransport::label)
                + " --patterns " + Labels.list(loads.patterns(), Pattern::label)
                + subjectOptions()
                + " --sizes " + Labels.list(loads.sizes(), ByteSize::toString)
                + " --in-flight " + Labels.list(loads.inFlight(), String::valueOf)
                + (loads.buffers().equals(Loads.SYSTEM_BUFFERS)
                        ? ""
                        : " --socket-buffers " + Labels.list(loads.buffers(), BufferSize::label))
                + limitOptions();
    }

    private String limitOptions() {
        List<Pattern> patterns = plan.loads().patterns();
        Loads.Limits limits = plan.loads().limits();
        return (patterns.contains(Pattern.MANY)
                        ? " --connections " + Labels.list(limits.connections(), String::valueOf)
                        : "")
                + (patterns.contains(Pattern.RATE)
                        ? " --rates " + Labels.list(limits.ratesPerSecond(), String::valueOf)
                        : "")
                + (patterns.contains(Pattern.MAX_RATE) ? " --p99-bound " + limits.p99Bound() : "");
    }

    /** The quick answer leaves out rows that --layers and --engines would name, so only --quick names its subjects. */
    private String subjectOptions() {
        List<Subject> subjects = plan.contenders().subjects();
        List<Layer> layers = subjects.stream().map(Subject::layer).distinct().toList();
        List<ServerKind> engines =
                subjects.stream().map(Subject::engine).distinct().toList();
        return Subject.each(layers, engines).equals(subjects)
                ? " --layers " + Labels.list(layers, Layer::label) + " --engines "
                        + Labels.list(engines, ServerKind::label)
                : " --quick";
    }
}
