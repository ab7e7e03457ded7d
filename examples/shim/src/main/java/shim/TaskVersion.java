package shim;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ClientInterceptor;
import io.samehost.client.Invocation;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import shim.containerd.ConnectRequest;
import shim.containerd.TaskClient;

/** Connects to a shim of whichever version: 2.x of containerd has version 3 of the service, 1.x has version 2. */
final class TaskVersion {
    static final String NAMESPACE = "default";

    /** Has other calls too, but those of the stubs are the same, and so are their messages. */
    private static final String OLDER = "containerd.task.v2.Task";

    private TaskVersion() {}

    /** Asks for the newer version first. The client is the caller's to close. */
    static Client connect(Address address, String id) throws IOException, CallException {
        ClientConfig config = ClientConfig.DEFAULT.withMetadata("containerd-namespace-ttrpc", NAMESPACE);
        try {
            return greeted(Client.connect(address, config), id);
        } catch (CallException e) {
            if (e.status().code() != StatusCode.UNIMPLEMENTED) {
                throw e;
            }
        }
        return greeted(Client.connect(address, config.withInterceptor(older())), id);
    }

    private static Client greeted(Client client, String id) throws IOException, CallException {
        try {
            TaskClient.of(client).connect(ConnectRequest.newBuilder().setId(id).build());
            return client;
        } catch (IOException | CallException e) {
            client.close();
            throw e;
        }
    }

    private static ClientInterceptor older() {
        return new ClientInterceptor() {
            @Override
            public Invocation prepare(Invocation call) {
                return new Invocation(OLDER, call.method(), call.payload(), call.options());
            }
        };
    }
}
