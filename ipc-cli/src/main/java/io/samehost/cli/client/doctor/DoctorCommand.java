package io.samehost.cli.client.doctor;

import io.samehost.address.Address;
import io.samehost.cli.DefaultAddress;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.client.ClientConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client doctor}. */
@Command(
        name = "doctor",
        headerHeading = "Examples:%n"
                + "  ipc-client doctor                                          this machine%n"
                + "  ipc-client doctor unix:./rpc.sock                          and the way to a server, step by step%n"
                + "  ipc-client doctor --json | jq -r 'select(.state == \"broken\").fix'%n%n",
        header = "Says what works on this machine and what does not, with the fix.",
        description = {
            "",
            "ok: it works. note: it works, or is not needed, and is worth knowing. unknown: it cannot be looked at, which is"
                    + " no fault. broken: it does not work.",
            "With ADDRESS, or one in IPC_ADDRESS, also the steps to that server: resolve, connect, peer, version, health, a timed call. The first that"
                    + " is broken stops the way, and the exit status is what another command would end with there.",
            "A fault of the machine alone is exit status 1. Nothing is changed, and no file is left."
        })
public final class DoctorCommand implements Callable<Integer>, TalkOptions.Speaker {
    private static final int STDOUT = 1;

    /** So that a step's own deadline comes before ours, and its text tells more. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = ConnectOptions.ANY_ADDRESS)
    private Optional<Address> address = Optional.empty();

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long each step may take (default: 5s).")
    private Duration timeout = Duration.ofSeconds(5);

    @Mixin
    private final ConnectOptions options = new ConnectOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws Exception {
        if (timeout.isZero()) {
            throw new IllegalArgumentException("a step needs some time: --timeout=0, use 1s or more");
        }
        Optional<Address> server = address.isPresent() || !DefaultAddress.isSet(System.getenv())
                ? address
                : Optional.of(DefaultAddress.from(System.getenv()));
        ClientConfig config = options.config();
        DoctorReport report = new DoctorReport(spec.commandLine().getOut(), talk().json(), talk().terminal(STDOUT));
        lookAtMachine(report);
        if (server.isPresent()) {
            try (ServerSteps steps = new ServerSteps(server.get(), config, timeout)) {
                report.begin("server " + server.get());
                walk(steps, report);
            }
        }
        return report.end();
    }

    /** A library that does not load prints why, as it likes; the findings say it in words. */
    private void lookAtMachine(DoctorReport report) throws InterruptedException {
        report.begin("this machine");
        PrintStream err = System.err;
        try (Scratch scratch = new Scratch()) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            for (Check check : checks(scratch)) {
                report.add(check.name(), check.run(timeout));
            }
        } finally {
            System.setErr(err);
        }
    }

    private static List<Check> checks(Scratch scratch) {
        List<Check> checks = new ArrayList<>(MachineChecks.all());
        checks.addAll(1, new SocketChecks(scratch).all());
        checks.addAll(Places.all());
        checks.addAll(ShellChecks.all());
        checks.addAll(BenchmarkPeers.all());
        return checks;
    }

    private void walk(ServerSteps steps, DoctorReport report) throws InterruptedException, IOException {
        boolean stopped = false;
        for (Check step : steps.all()) {
            Finding finding = stopped
                    ? Finding.skipped()
                    : step.run(timeout.plus(options.patience()).plus(SLACK), steps::failed);
            report.add(step.name(), finding);
            stopped |= finding.isBroken();
        }
    }
}
