package io.samehost.cli.client.doctor;

import io.samehost.address.Address;
import io.samehost.cli.client.connect.DatagramServer;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.Connector;
import io.samehost.client.DatagramClient;
import io.samehost.transport.Datagrams;
import io.samehost.transport.peer.PeerCredentials;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection, or the socket for datagrams, to a server of whomever: whose it is, is looked at before anything is sent. */
final class Contact implements Closeable {
    /** Calls a method, over a stream or by datagrams. */
    private interface Caller {
        byte[] call(String service, String method, byte[] payload) throws IOException, CallException;
    }

    private final Caller caller;
    private final Closeable connection;
    private final boolean stream;
    private final Optional<PeerCredentials> server;

    private Contact(Caller caller, Closeable connection, boolean stream, Optional<PeerCredentials> server) {
        this.caller = caller;
        this.connection = connection;
        this.stream = stream;
        this.server = server;
    }

    static Contact make(Address address, ClientConfig config) throws IOException, InterruptedException {
        return Datagrams.isDatagram(address) ? byDatagrams(address, config) : byStream(address, config);
    }

    private static Contact byStream(Address address, ClientConfig config) throws IOException {
        ClientConfig anyUser = config.withAnyServerUser();
        SocketChannel channel = new Connector(address, anyUser).connect(Long.MAX_VALUE);
        Optional<PeerCredentials> server = PeerCredentials.ofServer(channel);
        Client client = Client.over(channel, anyUser);
        return new Contact(client::call, client, true, server);
    }

    /** Opening the socket fails unless the server's user is one who may be asked, or any may. */
    private static Contact byDatagrams(Address address, ClientConfig config) throws IOException, InterruptedException {
        DatagramClient client = new DatagramServer(address, config).connect(config.waitForServer());
        CallOptions deadline = CallOptions.DEFAULT.withTimeout(config.callTimeout());
        return new Contact(
                (service, method, payload) -> client.callIdempotent(service, method, payload, deadline),
                client,
                false,
                Optional.empty());
    }

    byte[] call(String service, String method, byte[] payload) throws IOException, CallException {
        return caller.call(service, method, payload);
    }

    boolean isStream() {
        return stream;
    }

    /** Empty where nobody can say, and for datagrams. */
    Optional<PeerCredentials> server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
