package io.samehost.cli.client.get;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Output;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.Terminal;
import io.samehost.cli.client.connect.AddressWord;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.files.Downloaded;
import io.samehost.client.files.RemoteFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code ipc-client get}. */
@Command(
        name = "get",
        headerHeading = "Examples:%n"
                + "  ipc-client get unix:./rpc.sock big.iso                     into ./big.iso%n"
                + "  ipc-client get unix:./rpc.sock images/big.iso -o /tmp/     into /tmp/big.iso%n"
                + "  ipc-client get tcp:3490 log.txt -o - | less%n%n",
        header = "Downloads a file that a server serves (ipc-server rpc --files).",
        description = {
            "The bytes go to .FILE.part beside FILE, are checked by SHA-256, and then take its place in one step:",
            "until then a FILE that exists stays as it is, and afterwards it is replaced, as by curl -o.",
            "After an interruption the same command goes on where it stopped, if the server's file is still the same.",
            "A FILE that has the very content already, by its SHA-256, is not downloaded again.",
            "ipc-client files ADDRESS lists what there is."
        })
public final class GetCommand implements Callable<Integer>, TalkOptions.Speaker {
    private static final String STDOUT = "-";
    private static final int STDERR = 2;

    @Parameters(
            arity = "1..2",
            paramLabel = "[ADDRESS] NAME",
            hideParamSyntax = true,
            description = "Where, and which file.")
    private List<String> whereAndWhat = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to put it: a file, a directory, or - for stdout (default: its own name, here).")
    private Optional<String> output = Optional.empty();

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
        String name = name();
        Address address = ConnectOptions.orDefault(
                whereAndWhat.size() == 2 ? Optional.of(Address.parse(whereAndWhat.get(0))) : Optional.empty());
        try (Client client = Client.connect(address, options.config())) {
            return get(client, address, name);
        }
    }

    private String name() {
        if (whereAndWhat.size() > 2) {
            throw new IllegalArgumentException("argument too many: argument=" + whereAndWhat.get(2)
                    + ", get takes one file; -o says where to put it");
        }
        String name = whereAndWhat.get(whereAndWhat.size() - 1);
        if (whereAndWhat.size() == 1 && AddressWord.is(name)) {
            throw new IllegalArgumentException("name of the file is missing: address=" + name
                    + ", write it behind the address; ipc-client files " + name + " lists them");
        }
        return name;
    }

    private int get(Client client, Address address, String name) throws Exception {
        try {
            RemoteFiles files = new RemoteFiles(client);
            Path target = target(name);
            if (output.filter(GetCommand::isStdout).isPresent()) {
                return copy(files, name, Output.payload(), STDOUT);
            }
            Optional<OutputStream> stream = RemoteFiles.openStream(target);
            return stream.isPresent()
                    ? copy(files, name, harmless(stream.get(), target), target.toString())
                    : download(files, name, target);
        } catch (CallException e) {
            throw NoFiles.explained(e, client, address);
        } catch (ConnectionClosedException e) {
            throw ClientFailure.brokeProtocol(e) ? e : RefusedException.orSame(e, address, client.server());
        }
    }

    /** The target is named by the part behind the last slash: this side decides where a file goes. */
    private Path target(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (last.isEmpty() || last.equals(".") || last.equals("..")) {
            throw new IllegalArgumentException("not the name of a file: name=" + name);
        }
        if (output.filter(text -> text.endsWith("/") && !Files.isDirectory(Path.of(text)))
                .isPresent()) {
            throw new IllegalArgumentException("no such directory: output=" + output.get() + ", make it first");
        }
        Path own = Path.of(last);
        Path target = output.map(Path::of).orElse(own);
        if (Files.isDirectory(target)) {
            return target.resolve(own);
        }
        Path directory = target.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "no such directory: output=" + target + " directory=" + directory + ", make it first");
        }
        return target;
    }

    private static boolean isStdout(String output) {
        return output.equals(STDOUT) || output.equals("/dev/stdout") || output.matches("/(dev|proc/self)/fd/1");
    }

    private static OutputStream harmless(OutputStream out, Path target) {
        return Terminal.isTerminal(target) ? Output.harmless(out) : out;
    }

    private int copy(RemoteFiles files, String name, OutputStream out, String where) throws IOException, CallException {
        try (out;
                DownloadReport report = report(where)) {
            report.finished(files.copy(name, out, report));
        }
        return ExitCode.DONE;
    }

    private int download(RemoteFiles files, String name, Path target) throws IOException, CallException {
        Path part = RemoteFiles.partOf(target);
        try (DownloadReport report = report(target.toString());
                KeptPart kept = KeptPart.watch(part, report)) {
            Downloaded done = files.download(name, target, report);
            kept.nothing();
            report.finished(done);
        }
        return ExitCode.DONE;
    }

    private DownloadReport report(String where) {
        boolean animated = !talk().json()
                && Terminal.isTerminal(STDERR)
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
        // With the file on stdout there is no room for anything else.
        PrintWriter json = where.equals(STDOUT)
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        return new DownloadReport(where, spec.commandLine().getErr(), json, talk().json(), animated);
    }
}
