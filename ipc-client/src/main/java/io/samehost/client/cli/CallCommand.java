package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ConnectionClosedException;
import io.samehost.command.ExitCode;
import io.samehost.command.JsonLine;
import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipc-client call}. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        versionProvider = IpcClient.VersionLines.class,
        sortOptions = false,
        headerHeading = "Examples:%n"
                + "  ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi%n"
                + "  ipc-client call tcp:3490 samehost.Echo/Echo -d @photo.jpg > same.jpg%n"
                + "  date | ipc-client call unix:./rpc.sock samehost.Echo/Echo -d - -H trace:7 --timeout 500ms%n%n",
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
            description = "The deadline, which the server learns too; 1m, 0 for none.")
    private Optional<Duration> timeout = Optional.empty();

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws Exception {
        Address address = ServerOptions.orDefault(
                whereAndWhat.size() == 2 ? Optional.of(Address.parse(whereAndWhat.get(0))) : Optional.empty());
        MethodName method = MethodName.parse(whereAndWhat.get(whereAndWhat.size() - 1));
        CallOptions callOptions = new CallOptions(timeout, metadata());
        byte[] request = Payload.read(data);
        try (Client client = Client.connect(address, options.config())) {
            return print(client.call(method.service(), method.name(), request, callOptions));
        } catch (ConnectionClosedException e) {
            throw ClientFailure.brokeProtocol(e) ? e : RefusalProbe.explain(address, e);
        } catch (CallException e) {
            return print(e);
        }
    }

    private Metadata metadata() {
        List<Metadata.Entry> entries = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("not a header: header=" + header + ", write KEY:VALUE");
            }
            entries.add(new Metadata.Entry(
                    header.substring(0, colon), header.substring(colon + 1).strip()));
        }
        return Metadata.of(entries);
    }

    private int print(byte[] result) throws IOException {
        write(talk().json() ? line(Payload.put(statusLine(Status.OK), result)) : result);
        return ExitCode.DONE;
    }

    /** For programs, a status is an answer like any other. */
    private int print(CallException failed) throws IOException, CallException {
        if (!talk().json()) {
            throw failed;
        }
        write(line(statusLine(failed.status()).put("message", failed.status().message())));
        return ExitCode.ofStatus(failed.status().code());
    }

    private static JsonLine statusLine(Status status) {
        return new JsonLine()
                .put("status", status.code().name())
                .put("code", status.code().number());
    }

    private static byte[] line(JsonLine line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(byte[] bytes) throws IOException {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(bytes);
        }
    }
}
