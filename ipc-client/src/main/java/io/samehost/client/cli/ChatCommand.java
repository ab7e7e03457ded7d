package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.ClientConfig;
import io.samehost.client.Connector;
import io.samehost.command.ExitCode;
import io.samehost.command.Terminal;
import java.io.IOException;
import java.io.PrintStream;
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
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-client chat unix:./chat.sock --name alice%n"
                + "  echo good morning | ipc-client chat tcp:3490%n%n",
        header = "Talks to whoever else is on a server that passes lines on (ipc-server chat).",
        description = {
            "",
            "On a terminal: Ctrl-D or Ctrl-C leaves, the arrow keys bring back what was typed.",
            "Piped: stdin to the server, its lines to stdout, until the server closes."
        })
final class ChatCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "unix:PATH or tcp:[HOST:]PORT.")
    private Optional<Address> address = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "What the others call you; your user name without it.")
    private Optional<String> name = Optional.empty();

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws Exception {
        Address server = ServerOptions.orDefault(address);
        ClientConfig config = options.config();
        Connector connector = new Connector(server, config);
        try (SocketChannel channel = connector.connect(Long.MAX_VALUE)) {
            RawExchange exchange = new RawExchange(channel, server);
            introduce(channel);
            int exitCode = isComfortable() ? new TerminalChat(channel, exchange).run() : runPlain(exchange);
            if (exchange.wasAnswered()) {
                return exitCode;
            }
        }
        return RawCommand.silence(server);
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
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        IncomingLines lines = new IncomingLines(out::println);
        exchange.run(lines);
        lines.end();
        return ExitCode.DONE;
    }
}
