package io.samehost.cli.client.call;

import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.ServerUsers;
import io.samehost.cli.client.form.FormOptions;
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
        headerHeading = "Examples:%n"
                + "  ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi%n"
                + "  ipc-client call unix:./demo.sock demo.Greeter/Greet -d '{\"name\": \"Ann\"}'%n"
                + "  ipc-client call unix:./go.sock demo.Greeter/Greet --proto greeter.proto -d @ann.json%n"
                + "  ipc-client call tcp:3490 samehost.Echo/Echo -d @photo.jpg > same.jpg%n"
                + "  date | ipc-client call unix:./rpc.sock samehost.Echo/Echo -d - -H trace:7 --timeout 500ms%n"
                + "  ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi --start 'ipc-server rpc -l unix:./rpc.sock'%n"
                + "  ipc-client call udp:3490 samehost.Echo/Echo -d hi --idempotent --server-user any%n%n",
        header = "Makes one call, in JSON where the types of its messages are known, and else with bytes as they are.",
        description = {
            "",
            "The types are known from the server, if it tells them, or by --proto or --protoset. Then DATA may be JSON; on a"
                    + " stream, several values. Each message of a stream is printed on a line of its own, as it comes."
        })
public final class CallCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(
            arity = "1..2",
            paramLabel = "[ADDRESS] SERVICE/METHOD",
            hideParamSyntax = true,
            description = "Where, and what.")
    private List<String> whereAndWhat = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            parameterConsumer = NextWord.class,
            description = "The request: TEXT, @FILE, or - for stdin, which is not read otherwise (default: empty).")
    private Optional<String> data = Optional.empty();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "KEY:VALUE",
            description = "Metadata beside the request; may be given again.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "The deadline, which the server learns too; 0 for none (default: 1m, over datagrams 5s and never"
                            + " none).")
    private Optional<String> timeout = Optional.empty();

    @Option(
            names = "--idempotent",
            description =
                    "The call does no harm if carried out twice: over datagrams, send again until it is answered.")
    private boolean idempotent;

    @Option(names = "--wait", paramLabel = "TIME", description = ConnectOptions.WAIT)
    private Optional<String> patience = Optional.empty();

    @Option(
            names = "--start",
            paramLabel = "COMMAND",
            description = {
                "Start the server by COMMAND if nobody is there. It stays when the call is over; what it prints later"
                        + " is lost.",
                "COMMAND is split at its spaces. There is no shell."
            })
    private Optional<String> start = Optional.empty();

    @Option(names = ServerUsers.OPTION, paramLabel = "USER", split = ",", description = ServerUsers.DESCRIPTION)
    private List<String> serverUsers = new ArrayList<>();

    @Mixin
    private final FormOptions form = new FormOptions();

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Override
    public TalkOptions talk() {
        return talk;
    }

    @Override
    public Integer call() throws Exception {
        return start.isPresent()
                ? new Call(request(), new StartedServer(start.get())).run()
                : new Call(request()).run();
    }

    public CallRequest request() {
        return CallRequest.of(
                whereAndWhat, data, headers, timeout, patience, serverUsers, idempotent, talk.json(), form.orDefault());
    }
}
