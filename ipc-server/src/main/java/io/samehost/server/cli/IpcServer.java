package io.samehost.server.cli;

import io.samehost.command.Failure;
import io.samehost.transport.Transports;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The program {@code ipc-server}. A plain one goes by without {@link ServerCommand}, so that it is ready sooner. */
public final class IpcServer {
    private IpcServer() {}

    /** Runs the command and exits. */
    public static void main(String[] args) {
        Optional<ServeRequest> plain = ServeRequest.plain(args);
        System.exit(plain.isPresent() ? run(plain.get()) : ServerCommand.run(args));
    }

    private static int run(ServeRequest request) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            request.options().addresses().forEach(Transports::prepare);
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            return new Serving(request.options(), out, err).run(request::addTo);
        } catch (Exception e) {
            Failure failure = Failure.of(e);
            err.println(request.options().talk().describe(failure));
            return failure.exitCode();
        }
    }
}
