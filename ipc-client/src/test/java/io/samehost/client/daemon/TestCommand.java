package io.samehost.client.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.client.Client;
import io.samehost.daemon.ToolPlaces;
import java.nio.file.Path;
import java.util.Map;

/** A command of the tool {@code test}, in a process of its own: prints the pid of the daemon. */
public final class TestCommand {
    private TestCommand() {}

    /** Calls once. The argument is the directory of the tool's directory. */
    public static void main(String[] args) throws Exception {
        Tool tool = Tool.of("test", "1")
                .in(places(Path.of(args[0])))
                .startedBy(DaemonCommand.ofMain(TestDaemon.class, "1", "PT1M", "none"));
        try (Client client = tool.connect()) {
            System.out.println(new String(client.call("test.Tool", "Pid", new byte[0]), UTF_8));
        }
    }

    static ToolPlaces places(Path runtime) {
        return ToolPlaces.of(Map.of("XDG_RUNTIME_DIR", runtime.toString()), Path.of("/nowhere"), Path.of("/nowhere"));
    }
}
