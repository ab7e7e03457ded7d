package io.samehost.cli.client.raw;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Output;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.Terminal;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.client.ClientConfig;
import io.samehost.client.Connector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipc-client chat}. */
@Command(
        name = "chat",
        headerHeading = "Examples:%n"
                + "  ipc-client chat unix:./chat.sock --name alice%n"
                + "  echo good morning | ipc-client chat tcp:3490%n%n",
        header = "Talks to whoever else is on a server that passes lines on (ipc-server chat).",
        description = {
            "",
            "On a terminal: Ctrl-D or Ctrl-C leaves, the arrow keys bring back what was typed.",
            "Piped: stdin to the server, its lines to stdout, until the server closes."
        })
public final class ChatCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "unix:PATH or tcp:[HOST:]PORT.")
    private Optional<Address> address = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "What the others call you (default: your user name).")
    private Optional<String> name = Optional.empty();

    @Mixin
    private final ConnectOptions options = new ConnectOptions();

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws Exception {
        Address server = ConnectOptions.orDefault(address);
        ClientConfig config = options.config();
        Connector connector = new Connector(server, config);
        try (SocketChannel channel = connector.connect(Long.MAX_VALUE)) {
            RawExchange exchange = new RawExchange(channel, server);
            introduce(channel);
            int exitCode = isComfortable() ? new TerminalChat(channel, exchange).run() : runPlain(exchange);
            RawCommand.requireLetIn(exchange, connector);
            if (exchange.wasEndedByServer() && !exchange.wasAnswered()) {
                throw ExplainedException.of(
                        ExitCode.PROTOCOL,
                        "server closed without a word: address=" + server
                                + ", is it a chat? ipc-server chat greets; ipc-client list says what a server of calls has");
            }
            return exitCode;
        }
    }

    private void introduce(SocketChannel channel) throws IOException {
        if (name.isPresent()) {
            ByteBuffer line = ByteBuffer.wrap(("/name " + name.get() + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
        }
    }

    private static boolean isComfortable() {
        return Terminal.isTerminal(0)
                && Terminal.isTerminal(1)
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static int runPlain(RawExchange exchange) throws IOException {
        PrintWriter out = Output.text();
        IncomingLines lines = new IncomingLines(line -> {
            out.println(line);
            out.flush();
        });
        exchange.run(lines);
        lines.end();
        return ExitCode.DONE;
    }
}
