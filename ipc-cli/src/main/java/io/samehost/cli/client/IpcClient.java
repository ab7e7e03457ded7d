package io.samehost.cli.client;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.cli.TalkOptions;
import io.samehost.cli.client.call.Call;
import io.samehost.cli.client.call.CallRequest;
import io.samehost.cli.client.connect.ClientFailure;
import java.util.Optional;

/** The program {@code ipc-client}. A plain call goes by without {@link ClientCommand}, so that it is over sooner. */
public final class IpcClient {
    private IpcClient() {}

    /** Runs the command and exits. */
    public static void main(String[] args) {
        Optional<CallRequest> plain = CallRequest.plain(args);
        int exitCode = plain.isPresent() ? run(plain.get()) : ClientCommand.run(args);
        // From JDK 21 on, exit looks for a logger first, in every jar: 15 ms. A plain call leaves no thread that would
        // stay.
        if (plain.isEmpty() || exitCode != ExitCode.DONE) {
            System.exit(exitCode);
        }
    }

    static int run(CallRequest request) {
        try {
            return new Call(request).run();
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            Failure failure = ClientFailure.of(e);
            if (!failure.isSilent()) {
                System.err.println(TalkOptions.of(request.json()).describe("ipc-client", failure));
            }
            return failure.exitCode();
        }
    }
}
