package io.samehost.cli.client.get;

import io.samehost.address.Address;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.wire.StatusCode;
import java.io.IOException;

/** Says what is missing at a server that does not have the methods for files. */
final class NoFiles {
    private NoFiles() {}

    /** The same failure, or one that says whether the server offers no files, or cannot do this with them. */
    static Exception explained(CallException failed, Client client, Address address) {
        if (!ServerQuestion.isUnknown(failed)) {
            return failed;
        }
        if (!hasFiles(client)) {
            return ExplainedException.of(
                    failed,
                    "the server offers no files: address=" + address + ", start it with ipc-server rpc --files DIR");
        }
        return failed.status().code() == StatusCode.UNIMPLEMENTED
                ? ExplainedException.of(failed, "the server has files, but is too old for this: address=" + address)
                : failed;
    }

    private static boolean hasFiles(Client client) {
        try {
            return ServerQuestion.by(client, CallOptions.DEFAULT).kinds().keySet().stream()
                    .anyMatch(method -> method.startsWith("samehost.Files/"));
        } catch (IOException | CallException e) {
            return false; // a server of others
        }
    }
}
