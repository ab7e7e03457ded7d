package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.daemon.ToolPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A command of the tool {@code test}, in a process of its own: prints the pid of the daemon, or one line about what is wrong. */
public final class TestCommand {
    /** In place of a directory: the places of the user. */
    static final String OWN_PLACES = "-";

    /** A tool whose directory may be among those of real ones. */
    static final String NAME_IN_OWN_PLACES = "samehost-test";

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private TestCommand() {}

    /** The arguments: the directory of the tool's directory, what is wrong with the daemon, and {@code wait} for a long call. */
    public static void main(String[] args) throws Exception {
        try (Client client = tool(args[0])
                .startedBy(DaemonCommand.ofMain(TestDaemon.class, "1", "PT1M", args[1]))
                .connect()) {
            System.out.println(new String(client.call("test.Tool", "Pid", new byte[0]), UTF_8));
            if (args.length > 2) {
                byte[] millis = Long.toString(FOR_EVER.toMillis()).getBytes(UTF_8);
                client.call("test.Tool", "Wait", millis, CallOptions.DEFAULT.withTimeout(FOR_EVER));
            }
        } catch (IOException | CallException e) {
            System.err.println("test: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Tool tool(String runtime) {
        return runtime.equals(OWN_PLACES)
                ? Tool.of(NAME_IN_OWN_PLACES, "1")
                : Tool.of("test", "1").in(places(Path.of(runtime)));
    }

    static ToolPlaces places(Path runtime) {
        return ToolPlaces.of(Map.of("XDG_RUNTIME_DIR", runtime.toString()), Path.of("/nowhere"), Path.of("/nowhere"));
    }
}
