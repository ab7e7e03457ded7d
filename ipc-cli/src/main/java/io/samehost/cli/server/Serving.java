package io.samehost.cli.server;

import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a server: from bind to the signal that ends it. */
final class Serving {
    private static final int STDOUT = 1;

    private final ServeOptions options;
    private final List<String> arguments;
    private final PrintWriter out;
    private final PrintWriter err;

    Serving(ServeOptions options, CommandSpec spec) {
        this(
                options,
                spec.root().commandLine().getParseResult().originalArgs(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    Serving(ServeOptions options, List<String> arguments, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.arguments = arguments;
        this.out = options.serves(STDOUT) ? nowhere() : out;
        this.err = options.serves(ServeOptions.STDERR) ? nowhere() : err;
        if (options.serves(ServeOptions.STDERR)) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
    }

    private static PrintWriter nowhere() {
        return new PrintWriter(Writer.nullWriter());
    }

    /** Serves until a signal, and returns the exit code that tells of it. */
    int run(Consumer<ServerBuilder> service) throws IOException, InterruptedException {
        Optional<UnitFile> unit = options.unit();
        if (unit.isPresent()) {
            out.print(unit.get().text(arguments, options));
            out.flush();
            return ExitCode.DONE;
        }
        boolean verbose = options.talk().verbose();
        if (verbose) {
            ServerLog.start(err, true);
        }
        ServerBuilder builder = Server.builder();
        options.applyTo(builder);
        service.accept(builder);
        StopSignal signal = StopSignal.take();
        try (Server server = builder.start()) {
            options.note().ifPresent(note -> err.println("ipc-server: " + note));
            MemoryWatch.start(); // before the first caller, who may take all of it
            sayReady(server);
            options.manager().follow(server);
            if (options.endsByItself(server)) {
                signal.orEndOf(server);
            }
            if (!verbose) {
                ServerLog.start(err, false); // not before, since nobody waits for it
            }
            ServerLog.rehearseSoon();
            int number = signal.first();
            signal.hurriesUp(server);
            drain(server);
            signal.settle();
            return number == StopSignal.NONE ? ExitCode.DONE : ExitCode.ofSignal(number);
        }
    }

    private void drain(Server server) throws IOException {
        int connections = server.connectionCount();
        if (connections > 0) {
            err.println("ipc-server: draining: connections=" + connections + ", again to stop now");
        }
        server.close();
    }

    private void sayReady(Server server) {
        for (int i = 0; i < server.addresses().size(); i++) {
            String address = server.addresses().get(i).toString();
            out.println(readyLine(address, server.providers().get(i)));
        }
        out.flush();
    }

    private String readyLine(String address, String provider) {
        String engine = options.engine().name().toLowerCase(Locale.ROOT);
        long pid = ProcessHandle.current().pid();
        return options.talk().json()
                ? new JsonLine()
                        .put("event", "listening")
                        .put("address", address)
                        .put("provider", provider)
                        .put("engine", engine)
                        .put("pid", pid)
                        .toString()
                : "listening " + address + " provider=" + provider + " engine=" + engine + " pid=" + pid;
    }
}
