package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.Units;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.DatagramServer;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramPing;
import io.samehost.transport.Datagrams;
import io.samehost.wire.frame.FrameHeader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client ping}. */
@Command(
        name = "ping",
        headerHeading = "Examples:%n"
                + "  ipc-client ping unix:./rpc.sock%n"
                + "  ipc-client ping tcp:3490 -c 1000 -i 0 -s 1k%n"
                + "  ipc-client ping unixgram:./rpc.gram -c 1000 -i 1ms          also what came in another order%n%n",
        header = "Calls samehost.Echo/Echo again and again, and tells how long each call took.",
        description = {
            "",
            "Ctrl-C ends it with a summary. Over datagrams no call waits for the one before: answers that are",
            "missing when --timeout has passed after the last call are lost.",
            "",
            "The first thousands of calls are those of a JVM that has just started, as a command's are: many times",
            "what the benchmark shows, which warms up. The summary says so; -c 20000 -i 0 has a warm p50."
        })
public final class PingCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = ConnectOptions.ANY_ADDRESS)
    private Optional<Address> address = Optional.empty();

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "How many calls (default: until Ctrl-C).")
    private Optional<Integer> count = Optional.empty();

    @Option(
            names = {"-s", "--size"},
            paramLabel = "SIZE",
            description = "Bytes of a request, such as 64 or 1k (default: 56).")
    private String size = "56";

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "TIME",
            description = "Pause between calls; 0 for none (default: 1s).")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "After so long a call counts as lost (default: 5s).")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--spin",
            paramLabel = "TIME",
            description = "Poll for so long before sleeping: faster, and busy; not for datagrams (default: 0).")
    private Duration spin = Duration.ZERO;

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
        Address server = ConnectOptions.orDefault(address);
        boolean datagrams = Datagrams.isDatagram(server);
        int times = count.orElse(datagrams ? DatagramPing.MAX_COUNT : Integer.MAX_VALUE);
        if (times < 1) {
            throw new IllegalArgumentException("nothing to count to: count=" + times + ", use 1 or more");
        }
        ClientConfig config = options.config().withCallTimeout(timeout).withSpin(spin);
        int sizeBytes = Units.sizeBytes(size, FrameHeader.MAX_DATA_BYTES / 2);
        PingReport report = new PingReport(server, spec.commandLine().getOut(), talk().json());
        if (datagrams && !spin.isZero()) {
            throw new IllegalArgumentException("datagrams are waited for asleep: --spin=" + Units.text(spin)
                    + " address=" + server + ", leave --spin out");
        }
        if (datagrams) {
            new DatagramServer(server, config).await(options.patience());
            return new DatagramPings(server, config, interval, timeout, new byte[sizeBytes], report).run(times);
        }
        return new Ping(server, config, interval, new byte[sizeBytes], report).run(times);
    }
}
