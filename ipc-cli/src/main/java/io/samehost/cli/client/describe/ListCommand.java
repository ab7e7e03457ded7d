package io.samehost.cli.client.describe;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.DatagramServer;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.DatagramClient;
import io.samehost.text.HarmlessText;
import io.samehost.transport.Datagrams;
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
        headerHeading = "Examples:%n"
                + "  ipc-client list unix:./rpc.sock%n"
                + "  ipc-client list tcp:3490 --json | jq -r .method%n"
                + "  ipc-client list udp:3490 --server-user any --info%n%n",
        header = "Lists what a server of samehost answers: a line for each method, and what kind it is.",
        description = {
            "",
            "Where the server tells them, the types of request and response follow; ipc-client describe shows them.",
            "With --info, first who the server is: version, pid, uptime in seconds, addresses."
        })
public final class ListCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = ConnectOptions.ANY_ADDRESS)
    private Optional<Address> address = Optional.empty();

    @Option(names = "--info", description = "Also say who the server is.")
    private boolean info;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long an answer may take (default: 5s).")
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
        Address server = ConnectOptions.orDefault(address);
        ClientConfig config = options.config().withCallTimeout(timeout);
        if (Datagrams.isDatagram(server)) {
            CallOptions deadline = CallOptions.DEFAULT.withTimeout(timeout);
            try (DatagramClient client = new DatagramServer(server, config).connect(options.patience())) {
                printIfTold(ServerQuestion.by(client, deadline));
            }
        } else {
            try (Client client = Client.connect(server, config)) {
                printIfTold(ServerQuestion.by(client, CallOptions.DEFAULT));
            }
        }
        return ExitCode.DONE;
    }

    private void printIfTold(ServerQuestion question) throws Exception {
        try {
            print(question);
        } catch (CallException e) {
            throw ServerQuestion.isUnknown(e)
                    ? ExplainedException.of(
                            e, "only servers of samehost tell; describe --proto FILE shows what a file has")
                    : e;
        }
    }

    private void print(ServerQuestion question) throws Exception {
        if (info) {
            printInfo(question.ask("Info"));
        }
        MethodTypes types = MethodTypes.of(question.schemaAtBest());
        PrintWriter out = spec.commandLine().getOut();
        question.kinds()
                .forEach((method, kind) -> out.println(
                        talk().json() ? types.line(method, kind) : HarmlessText.of(types.text(method, kind))));
        out.flush();
    }

    /** Lines of two words: people read them as they are, programs get an object for each. */
    private void printInfo(byte[] answer) {
        String lines = new String(answer, StandardCharsets.UTF_8);
        PrintWriter out = spec.commandLine().getOut();
        if (talk().json()) {
            lines.lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(words ->
                            out.println(new JsonLine().put("name", words[0]).put("value", words[words.length - 1])));
        } else {
            lines.lines().map(HarmlessText::of).forEach(out::println);
        }
        out.flush();
    }
}
