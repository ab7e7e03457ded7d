package io.samehost.cli.server;

import io.samehost.cli.Failure;
import io.samehost.cli.Output;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The program {@code ipc-server}. A plain one goes by without {@link ServerCommand}, so that it is ready sooner. */
public final class IpcServer {
    private IpcServer() {}

    /** Runs the command and exits. */
    public static void main(String[] args) {
        Optional<ServeRequest> plain = ServeRequest.plain(args); // first, since it begins what takes longest
        LastingStderr stderr = LastingStderr.install();
        prepareProcessNumber();
        int exitCode;
        try {
            exitCode = plain.isPresent() ? run(plain.get()) : ServerCommand.run(args);
        } finally {
            stderr.drain();
        }
        System.exit(exitCode);
    }

    /** Asks for it meanwhile, on a thread of its own: the first time takes a twentieth of a start. */
    private static void prepareProcessNumber() {
        Thread thread = new Thread(ProcessHandle::current, "samehost-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    private static int run(ServeRequest request) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            request.prepareDefaults();
            return new Serving(request.options(), List.of(), Output.text(), err).run(request::addTo);
        } catch (Exception e) {
            Failure failure = ServerFailure.of(e);
            if (!failure.isSilent()) {
                err.println(request.options().talk().describe("ipc-server", failure));
            }
            return failure.exitCode();
        }
    }
}
