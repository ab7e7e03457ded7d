package io.samehost.cli.client.raw;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.ConnectionLostException;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.client.ClientConfig;
import io.samehost.client.Connector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ipc-client raw}. */
@Command(
        name = "raw",
        headerHeading = "Examples:%n"
                + "  ipc-client raw tcp:3490%n"
                + "  ipc-client raw unix:./echo.sock < photo.jpg > same.jpg%n%n",
        header = "Sends stdin to the server and writes its answer to stdout, byte by byte as it comes.",
        description = {"", "At the end of stdin it closes its sending side; it ends when the server closes."})
public final class RawCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "unix:PATH or tcp:[HOST:]PORT.")
    private Optional<Address> address = Optional.empty();

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
            RawExchange exchange = new RawExchange(channel, server, RefusedException.isPossible(connector.server()));
            exchange.run(RawExchange.stdout());
            requireLetIn(exchange, connector);
            return ExitCode.DONE;
        }
    }

    /** No answer is an answer too, unless another user's server closed before it had read what we sent. */
    static void requireLetIn(RawExchange exchange, Connector connector) throws Exception {
        if (exchange.wasAnswered() || !exchange.wasCutOff()) {
            return;
        }
        Exception silence = new ConnectionLostException("no answer: address=" + exchange.address(), null);
        Exception refused = RefusedException.orSame(silence, exchange.address(), connector.server());
        if (refused instanceof RefusedException) {
            throw refused;
        }
    }
}
