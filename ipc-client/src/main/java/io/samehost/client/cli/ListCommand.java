package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.command.ExitCode;
import io.samehost.command.JsonLine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-client list unix:./rpc.sock%n"
                + "  ipc-client list tcp:3490 --json | jq -r .method%n%n",
        header = "Lists what a server of samehost answers: a line for each method, and what kind it is.",
        description = {"", "With --info, first who the server is: version, pid, uptime in seconds, addresses."})
final class ListCommand implements Callable<Integer>, TalkOptions.Speaker {
    private static final byte[] NOTHING = {};

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "unix:PATH or tcp:[HOST:]PORT.")
    private Optional<Address> address = Optional.empty();

    @Option(names = "--info", description = "Say who the server is, too.")
    private boolean info;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long an answer may take; 5s.")
    private Duration timeout = Duration.ofSeconds(5);

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws Exception {
        ClientConfig config = options.config().withCallTimeout(timeout);
        try (Client client = Client.connect(ServerOptions.orDefault(address), config)) {
            if (info) {
                print(client, "Info", "name", "value");
            }
            print(client, "List", "method", "kind");
        }
        return ExitCode.DONE;
    }

    /** Both answers are lines of two words: people read them as they are, programs get an object for each. */
    private void print(Client client, String method, String first, String second) throws Exception {
        String lines = new String(client.call("samehost.Server", method, NOTHING), StandardCharsets.UTF_8);
        PrintWriter out = spec.commandLine().getOut();
        if (talk().json()) {
            lines.lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(words ->
                            out.println(new JsonLine().put(first, words[0]).put(second, words[words.length - 1])));
        } else {
            out.print(lines);
        }
        out.flush();
    }
}
