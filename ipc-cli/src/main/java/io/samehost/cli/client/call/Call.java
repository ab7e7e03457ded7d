package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.DefaultAddress;
import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.Output;
import io.samehost.cli.Units;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.connect.DatagramServer;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.cli.client.connect.ServerUsers;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.DatagramClient;
import io.samehost.transport.Datagrams;
import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one call and prints what came of it. */
public final class Call {
    private final CallRequest request;
    private final Optional<StartedServer> starting;

    public Call(CallRequest request) {
        this.request = request;
        this.starting = Optional.empty();
    }

    /** A call that starts its server if need be. */
    Call(CallRequest request, StartedServer starting) {
        this.request = request;
        this.starting = Optional.of(starting);
    }

    /**
     * Calls, and returns the exit code.
     *
     * @throws IllegalArgumentException if the request makes no sense; nothing was sent
     */
    public int run() throws Exception {
        MethodName method =
                MethodName.parse(request.method()); // first: it may be the address, and the method forgotten
        Address address = request.address().isPresent()
                ? Address.parse(request.address().get())
                : DefaultAddress.from(System.getenv());
        CallOptions options = new CallOptions(duration(request.timeout()), metadata(request.headers()));
        ClientConfig config = ServerUsers.allow(ClientConfig.DEFAULT, request.serverUsers());
        Duration patience = duration(request.patience()).orElse(Duration.ZERO);
        byte[] payload = Payload.read(request.data().orElse(""));
        if (Datagrams.isDatagram(address)) {
            if (starting.isPresent()) {
                throw new IllegalArgumentException(
                        "--start is for streams: address=" + address + ", use unix: or tcp:, or --wait");
            }
            return callByDatagram(address, config, method, payload, options, patience);
        }
        try (Client client = starting.isPresent()
                ? starting.get().connect(address, config, patience)
                : Client.connect(address, config.withWaitForServer(patience))) {
            return callOver(client, address, method, payload, options);
        }
    }

    private int callOver(Client client, Address address, MethodName method, byte[] payload, CallOptions options)
            throws Exception {
        try {
            return print(client.call(method.service(), method.name(), payload, options));
        } catch (ConnectionClosedException e) {
            throw ClientFailure.brokeProtocol(e) ? e : RefusedException.orSame(e, address, client.server());
        } catch (CallException e) {
            return print(e, method, address, ServerQuestion.by(client, UnknownMethod.OPTIONS));
        }
    }

    private int callByDatagram(
            Address address,
            ClientConfig config,
            MethodName method,
            byte[] payload,
            CallOptions options,
            Duration patience)
            throws Exception {
        try (DatagramClient client = new DatagramServer(address, config).connect(patience)) {
            try {
                return print(
                        request.idempotent()
                                ? client.callIdempotent(method.service(), method.name(), payload, options)
                                : client.call(method.service(), method.name(), payload, options));
            } catch (CallException e) {
                return print(e, method, address, ServerQuestion.by(client, UnknownMethod.OPTIONS));
            }
        }
    }

    private static Optional<Duration> duration(Optional<String> text) {
        return text.isPresent() ? Optional.of(Units.duration(text.get())) : Optional.empty();
    }

    private static Metadata metadata(List<String> headers) {
        List<Metadata.Entry> entries = new ArrayList<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("not a header: header=" + header + ", write KEY:VALUE");
            }
            entries.add(new Metadata.Entry(
                    header.substring(0, colon), header.substring(colon + 1).strip()));
        }
        return Metadata.of(entries);
    }

    private int print(byte[] result) throws IOException {
        if (request.json()) {
            write(Output.bytes(), line(Payload.put(statusLine(Status.OK), result)));
        } else {
            write(Output.payload(), result);
        }
        if (request.data().isEmpty()) {
            UnsentInput.note(request.json());
        }
        return ExitCode.DONE;
    }

    /** For programs, a status is an answer like any other. */
    private int print(CallException failed, MethodName method, Address address, ServerQuestion server)
            throws Exception {
        if (!request.json()) {
            throw UnknownMethod.explained(failed, method, address, server);
        }
        write(
                Output.bytes(),
                line(statusLine(failed.status()).put("message", failed.status().message())));
        return ExitCode.ofStatus(failed.status().code());
    }

    private static JsonLine statusLine(Status status) {
        return new JsonLine().put("status", status.code().name()).put("code", status.number());
    }

    private static byte[] line(JsonLine line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        try (out) {
            out.write(bytes);
        }
    }
}
