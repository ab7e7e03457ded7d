package io.samehost.cli.client.get;

import io.samehost.address.Address;
import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.connect.ConnectOptions;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.files.RemoteEntry;
import io.samehost.client.files.RemoteFiles;
import io.samehost.text.HarmlessText;
import io.samehost.wire.ProtocolException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ipc-client files}. */
@Command(
        name = "files",
        headerHeading = "Examples:%n"
                + "  ipc-client files unix:./rpc.sock%n"
                + "  ipc-client files unix:./rpc.sock images                    what is in a directory%n"
                + "  ipc-client files tcp:3490 -r --json | jq -r .name%n%n",
        header = "Lists the files that a server serves (ipc-server rpc --files), for ipc-client get.",
        description = {
            "",
            "A line for each: size in bytes, time of modification, and the name as get takes it. A directory has no size,"
                    + " and its name ends with a slash."
        })
public final class FilesCommand implements Callable<Integer>, TalkOptions.Speaker {
    /** Deeper than any directory that people make. */
    private static final int DEEPEST = 100;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS", description = "unix:PATH or tcp:[HOST:]PORT.")
    private Optional<Address> address = Optional.empty();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIRECTORY",
            description = "Of the server's (default: the top).")
    private String directory = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "Also what is in the directories below.")
    private boolean recursive;

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
        try (Client client = Client.connect(server, options.config().withCallTimeout(timeout))) {
            try {
                list(new RemoteFiles(client), directory, 0);
            } catch (CallException e) {
                throw NoFiles.explained(e, client, server);
            } catch (ConnectionClosedException e) {
                throw ClientFailure.brokeProtocol(e) ? e : RefusedException.orSame(e, server, client.server());
            }
        }
        return ExitCode.DONE;
    }

    private void list(RemoteFiles files, String name, int depth) throws IOException, CallException {
        if (depth > DEEPEST) {
            throw new ProtocolException("directories of the server have no end: depth=" + depth);
        }
        List<RemoteEntry> entries = files.list(name);
        int columns =
                entries.stream().mapToInt(entry -> size(entry).length()).max().orElse(0);
        PrintWriter out = spec.commandLine().getOut();
        for (RemoteEntry entry : entries) {
            out.println(talk().json() ? json(entry) : line(entry, columns));
            if (recursive && entry.isDirectory()) {
                list(files, entry.name(), depth + 1);
            }
        }
        out.flush();
    }

    private static String size(RemoteEntry entry) {
        return entry.isDirectory() ? "-" : Long.toString(entry.sizeBytes().getAsLong());
    }

    private static String line(RemoteEntry entry, int columns) {
        return " ".repeat(columns - size(entry).length())
                + size(entry)
                + ' '
                + entry.modified().truncatedTo(ChronoUnit.SECONDS)
                + ' '
                + HarmlessText.of(shown(entry));
    }

    private static String shown(RemoteEntry entry) {
        return entry.name() + (entry.isDirectory() ? "/" : "");
    }

    private static JsonLine json(RemoteEntry entry) {
        JsonLine line =
                new JsonLine().put("name", entry.name()).put("kind", entry.isDirectory() ? "directory" : "file");
        entry.sizeBytes().ifPresent(size -> line.put("sizeBytes", size));
        return line.put("modified", entry.modified().toString());
    }
}
