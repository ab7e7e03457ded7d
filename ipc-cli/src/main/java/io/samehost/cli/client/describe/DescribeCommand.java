package io.samehost.cli.client.describe;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.connect.AddressWord;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.cli.client.json.BadSchemaException;
import io.samehost.cli.client.json.BuiltInSchema;
import io.samehost.cli.client.json.Described;
import io.samehost.cli.client.json.Schema;
import io.samehost.cli.client.json.SchemaOptions;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.text.HarmlessText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client describe}. */
@Command(
        name = "describe",
        headerHeading = "Examples:%n"
                + "  ipc-client describe unix:./demo.sock%n"
                + "  ipc-client describe unix:./demo.sock demo.Greeter/Greet%n"
                + "  ipc-client describe --proto greeter.proto demo.Person%n%n",
        header = "Shows what services and messages are, as a .proto file has them, and a request in JSON to fill in.",
        description = {
            "",
            "Without NAME, all services. The server tells, unless --proto or --protoset do; only then are there comments."
        })
public final class DescribeCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Parameters(
            arity = "0..2",
            paramLabel = "[ADDRESS] [NAME]",
            hideParamSyntax = true,
            description = "Where, and a service, SERVICE/METHOD, message or enum.")
    private List<String> whereAndWhat = new ArrayList<>();

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long the server may take (default: 5s).")
    private Duration timeout = Duration.ofSeconds(5);

    @Mixin
    private final SchemaOptions files = new SchemaOptions();

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
        boolean hasAddress =
                !whereAndWhat.isEmpty() && (whereAndWhat.size() == 2 || AddressWord.is(whereAndWhat.get(0)));
        Optional<Address> address = hasAddress ? Optional.of(Address.parse(whereAndWhat.get(0))) : Optional.empty();
        Optional<String> name = hasAddress
                ? whereAndWhat.stream().skip(1).findFirst()
                : whereAndWhat.stream().findFirst();
        Optional<Schema> given = files.read();
        Schema schema = given.isPresent() ? given.get() : ofServer(ConnectOptions.orDefault(address));
        print(name.isPresent() ? List.of(Described.of(schema, name.get())) : Described.services(schema));
        return ExitCode.DONE;
    }

    private Schema ofServer(Address address) throws IOException, CallException, ExplainedException {
        try (Client client = Client.connect(address, options.config())) {
            return BuiltInSchema.with(ServerQuestion.by(client, CallOptions.DEFAULT.withTimeout(timeout))
                    .schema("")
                    .orElseThrow(() -> new IllegalArgumentException(
                            "server tells no schema: address=" + address + ", use --proto or --protoset")));
        } catch (BadSchemaException e) {
            throw ExplainedException.of(
                    ExitCode.PROTOCOL, "server tells a schema that makes no sense: cause=" + e.getMessage());
        }
    }

    private void print(List<Described> all) {
        PrintWriter out = spec.commandLine().getOut();
        boolean isFirst = true;
        for (Described one : all) {
            if (talk().json()) {
                out.println(line(one));
            } else {
                out.print((isFirst ? "" : "\n") + harmless(one.proto()));
                one.template().ifPresent(json -> out.println("\n" + HarmlessText.of("-d '" + json + "'")));
            }
            isFirst = false;
        }
        out.flush();
    }

    private static JsonLine line(Described one) {
        JsonLine line =
                new JsonLine().put("name", one.name()).put("kind", one.kind()).put("proto", one.proto());
        one.template().ifPresent(json -> line.putJson("template", json));
        return line;
    }

    private static String harmless(String lines) {
        StringBuilder text = new StringBuilder();
        lines.lines().forEach(line -> text.append(HarmlessText.of(line)).append('\n'));
        return text.toString();
    }
}
