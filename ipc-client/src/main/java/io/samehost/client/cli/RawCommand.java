package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.ClientConfig;
import io.samehost.client.Connector;
import io.samehost.command.ExitCode;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ipc-client raw}. */
@Command(
        name = "raw",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-client raw tcp:3490%n"
                + "  ipc-client raw unix:./echo.sock < photo.jpg > same.jpg%n%n",
        header = "Sends stdin to the server and writes its answer to stdout, byte by byte as it comes.",
        description = {"", "At the end of stdin it closes its sending side; it ends when the server closes."})
final class RawCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "unix:PATH or tcp:[HOST:]PORT.")
    private Optional<Address> address = Optional.empty();

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
            exchange.run(RawExchange.stdout());
            if (exchange.wasAnswered()) {
                return ExitCode.DONE;
            }
        }
        return silence(server);
    }

    /** No answer is an answer too, unless we were not let in. */
    static int silence(Address server) throws Exception {
        Exception none = new ConnectionLostException("no answer: address=" + server, null);
        Exception explained = RefusalProbe.explain(server, none);
        if (explained instanceof RefusedException) {
            throw explained;
        }
        return ExitCode.DONE;
    }
}
