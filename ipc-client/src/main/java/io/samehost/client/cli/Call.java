package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.DatagramClient;
import io.samehost.command.DefaultAddress;
import io.samehost.command.ExitCode;
import io.samehost.command.JsonLine;
import io.samehost.command.Units;
import io.samehost.transport.Datagrams;
import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one call and prints what came of it. */
final class Call {
    private final CallRequest request;

    Call(CallRequest request) {
        this.request = request;
    }

    /**
     * Calls, and returns the exit code.
     *
     * @throws IllegalArgumentException if the request makes no sense; nothing was sent
     */
    int run() throws Exception {
        Address address = request.address().isPresent()
                ? Address.parse(request.address().get())
                : DefaultAddress.from(System.getenv());
        MethodName method = MethodName.parse(request.method());
        CallOptions options = new CallOptions(duration(request.timeout()), metadata(request.headers()));
        Duration patience = duration(request.patience()).orElse(Duration.ZERO);
        byte[] payload = Payload.read(request.data());
        if (Datagrams.isDatagram(address)) {
            return callByDatagram(address, method, payload, options, patience);
        }
        ClientConfig config = ClientConfig.DEFAULT.withWaitForServer(patience);
        try (Client client = Client.connect(address, config)) {
            return print(client.call(method.service(), method.name(), payload, options));
        } catch (ConnectionClosedException e) {
            throw ClientFailure.brokeProtocol(e) ? e : RefusalProbe.explain(address, e);
        } catch (CallException e) {
            return print(e);
        }
    }

    private int callByDatagram(
            Address address, MethodName method, byte[] payload, CallOptions options, Duration patience)
            throws Exception {
        new DatagramServer(address).await(patience);
        try (DatagramClient client = DatagramClient.connect(address)) {
            return print(
                    request.idempotent()
                            ? client.callIdempotent(method.service(), method.name(), payload, options)
                            : client.call(method.service(), method.name(), payload, options));
        } catch (CallException e) {
            return print(e);
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
        write(request.json() ? line(Payload.put(statusLine(Status.OK), result)) : result);
        return ExitCode.DONE;
    }

    /** For programs, a status is an answer like any other. */
    private int print(CallException failed) throws IOException, CallException {
        if (!request.json()) {
            throw failed;
        }
        write(line(statusLine(failed.status()).put("message", failed.status().message())));
        return ExitCode.ofStatus(failed.status().code());
    }

    private static JsonLine statusLine(Status status) {
        return new JsonLine()
                .put("status", status.code().name())
                .put("code", status.code().number());
    }

    private static byte[] line(JsonLine line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(byte[] bytes) throws IOException {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(bytes);
        }
    }
}
