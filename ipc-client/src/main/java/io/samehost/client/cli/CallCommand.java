package io.samehost.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipc-client call}, as far as picocli reads it. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi%n"
                + "  ipc-client call tcp:3490 samehost.Echo/Echo -d @photo.jpg > same.jpg%n"
                + "  date | ipc-client call unix:./rpc.sock samehost.Echo/Echo -d - -H trace:7 --timeout 500ms%n"
                + "  ipc-client call udp:3490 samehost.Echo/Echo -d hi --idempotent%n%n",
        header = "Makes one call, and writes the bytes of its result to stdout as they are.")
final class CallCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(
            arity = "1..2",
            paramLabel = "[ADDRESS] SERVICE/METHOD",
            hideParamSyntax = true,
            description = "Where, and what.")
    private List<String> whereAndWhat = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = "The request: TEXT, @FILE, or - for stdin; empty without it.")
    private String data = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "KEY:VALUE",
            description = "Metadata beside the request; may be given again.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "The deadline, which the server learns too; 1m, 0 for none. Over datagrams 5s, never none.")
    private Optional<String> timeout = Optional.empty();

    @Option(
            names = "--idempotent",
            description =
                    "The call does no harm if carried out twice: over datagrams, send again until it is answered.")
    private boolean idempotent;

    @Option(names = "--wait", paramLabel = "TIME", description = ServerOptions.WAIT)
    private Optional<String> patience = Optional.empty();

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Override
    public TalkOptions talk() {
        return talk;
    }

    @Override
    public Integer call() throws Exception {
        return new Call(request()).run();
    }

    CallRequest request() {
        return CallRequest.of(whereAndWhat, data, headers, timeout, patience, idempotent, talk.json());
    }
}
