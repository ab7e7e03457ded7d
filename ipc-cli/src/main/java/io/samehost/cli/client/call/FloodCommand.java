package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.Units;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.DatagramServer;
import io.samehost.client.ClientConfig;
import io.samehost.client.Flood;
import io.samehost.wire.frame.FrameHeader;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client flood}. */
@Command(
        name = "flood",
        headerHeading = "Examples:%n"
                + "  ipc-client flood udp:3490 --server-user any%n"
                + "  ipc-client flood unixgram:./rpc.gram --count 1000000 --size 1k%n%n",
        header = "Sends numbered datagrams as fast as they are taken, and tells how many arrived.",
        description = {
            "",
            "The server is ipc-server rpc. UDP drops what it is too slow for; AF_UNIX holds the sender back.",
            "Lost datagrams are a result, not an error: the command does not fail because of them."
        })
public final class FloodCommand implements Callable<Integer>, TalkOptions.Speaker {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEBIBYTE = 1 << 20;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "udp:[HOST:]PORT or unixgram:PATH.")
    private Optional<Address> address = Optional.empty();

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "How many datagrams (default: 10000).")
    private int count = 10_000;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "SIZE",
            description = "Bytes of the message in each, such as 12 or 1k (default: 64).")
    private String size = "64";

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
        int sizeBytes = Units.sizeBytes(size, FrameHeader.MAX_DATA_BYTES / 2);
        ClientConfig config = options.config();
        new DatagramServer(server, config).await(options.patience());
        Flood.Result result = Flood.run(server, config, count, sizeBytes);
        PrintWriter out = spec.commandLine().getOut();
        if (talk().json()) {
            out.println(json(server, sizeBytes, result));
        } else {
            print(out, server, sizeBytes, result);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, Address server, int sizeBytes, Flood.Result result) {
        out.println("FLOOD " + server + " with " + result.sent() + " datagrams of " + sizeBytes + " bytes");
        out.println("sent " + result.sent() + ", received " + result.received() + ", lost " + result.lost()
                + String.format(Locale.ROOT, " (%.1f%%)", 100.0 * result.lost() / result.sent()) + ", reordered "
                + result.reordered() + ", duplicated " + result.duplicated());
        out.println(String.format(
                Locale.ROOT,
                "%.0f datagrams/s, %.1f MiB/s sent",
                perSecond(result),
                perSecond(result) * sizeBytes / MEBIBYTE));
    }

    private static JsonLine json(Address server, int sizeBytes, Flood.Result result) {
        return new JsonLine()
                .put("event", "summary")
                .put("address", server.toString())
                .put("bytes", sizeBytes)
                .put("sent", result.sent())
                .put("received", result.received())
                .put("lost", result.lost())
                .put("reordered", result.reordered())
                .put("duplicated", result.duplicated())
                .put("sentPerSecond", perSecond(result));
    }

    private static double perSecond(Flood.Result result) {
        return result.sent() * NANOS_PER_SECOND / Math.max(1, result.nanos());
    }
}
