package io.samehost.cli.client.call;

import io.samehost.address.Address;
import io.samehost.cli.DefaultAddress;
import io.samehost.cli.ExitCode;
import io.samehost.cli.JsonLine;
import io.samehost.cli.Units;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.connect.DatagramServer;
import io.samehost.cli.client.connect.ExplainedException;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.cli.client.connect.ServerUsers;
import io.samehost.cli.client.form.FormChoice;
import io.samehost.cli.client.form.MessageForm;
import io.samehost.cli.client.form.Payload;
import io.samehost.cli.client.form.StreamKind;
import io.samehost.cli.client.json.StatusDetails;
import io.samehost.cli.client.json.UnshowableException;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.client.DatagramClient;
import io.samehost.transport.Datagrams;
import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one call and prints what came of it. */
public final class Call {
    private final CallRequest request;
    private final Optional<StartedServer> starting;
    private final Answers answers;

    public Call(CallRequest request) {
        this(request, Optional.empty());
    }

    /** A call that starts its server if need be. */
    Call(CallRequest request, StartedServer starting) {
        this(request, Optional.of(starting));
    }

    private Call(CallRequest request, Optional<StartedServer> starting) {
        this.request = request;
        this.starting = starting;
        this.answers = new Answers(request.json());
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
        FormChoice choice =
                new FormChoice(request.form(), Payload.open(request.data().orElse("")));
        if (Datagrams.isDatagram(address)) {
            if (starting.isPresent()) {
                throw new IllegalArgumentException(
                        "--start is for streams: address=" + address + ", use unix: or tcp:, or --wait");
            }
            return callByDatagram(address, config, method, choice, options, patience);
        }
        try (Client client = starting.isPresent()
                ? starting.get().connect(address, config, patience)
                : Client.connect(address, config.withWaitForServer(patience))) {
            return callOver(client, address, method, choice, options);
        }
    }

    private int callOver(Client client, Address address, MethodName method, FormChoice choice, CallOptions options)
            throws Exception {
        ServerQuestion server = ServerQuestion.by(client, MethodHint.OPTIONS);
        try {
            MessageForm form = choice.of(method.service(), method.name(), ServerQuestion.by(client, options));
            StreamKind kind = form.kind().or(choice::stream).orElse(StreamKind.UNARY);
            if (kind == StreamKind.UNARY) {
                return callUnary(client, form, address, method, options);
            }
            if (form.kind().isEmpty()) {
                MethodHint.requireKind(kind, method, server);
            }
            return callStream(new StreamCall(client, form, answers), kind, method, options, server);
        } catch (ConnectionClosedException e) {
            throw ClientFailure.brokeProtocol(e) ? e : RefusedException.orSame(e, address, client.server());
        } catch (UnshowableException e) {
            throw ExplainedException.of(ExitCode.ofStatus(StatusCode.INTERNAL), e.getMessage());
        }
    }

    private int callUnary(Client client, MessageForm form, Address address, MethodName method, CallOptions options)
            throws Exception {
        try {
            return print(form, client.call(method.service(), method.name(), only(form), options));
        } catch (CallException e) {
            return print(e, form, method, address, ServerQuestion.by(client, MethodHint.OPTIONS));
        }
    }

    private int callStream(
            StreamCall call, StreamKind kind, MethodName method, CallOptions options, ServerQuestion server)
            throws IOException, CallException, ExplainedException {
        try {
            call.run(kind, method, options);
            return done();
        } catch (CallException e) {
            return print(e, server);
        }
    }

    /** The request of a unary call. */
    private static byte[] only(MessageForm form) {
        byte[] request = form.next().orElseThrow();
        form.next(); // throws if there is another
        return request;
    }

    private int callByDatagram(
            Address address,
            ClientConfig config,
            MethodName method,
            FormChoice choice,
            CallOptions options,
            Duration patience)
            throws Exception {
        if (choice.stream().isPresent()) {
            throw new IllegalArgumentException("no streams over datagrams: address=" + address + ", use unix: or tcp:");
        }
        try (DatagramClient client = new DatagramServer(address, config).connect(patience)) {
            MessageForm form = choice.of(method.service(), method.name());
            byte[] payload = only(form);
            try {
                return print(
                        form,
                        request.idempotent()
                                ? client.callIdempotent(method.service(), method.name(), payload, options)
                                : client.call(method.service(), method.name(), payload, options));
            } catch (CallException e) {
                return print(e, form, method, address, ServerQuestion.by(client, MethodHint.OPTIONS));
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

    private int print(MessageForm form, byte[] result) throws IOException {
        if (request.json()) {
            answers.print(form.put(Answers.statusLine(Status.OK), result));
        } else {
            answers.print(form.whole(result));
        }
        return done();
    }

    private int done() throws IOException {
        answers.close();
        if (request.data().isEmpty()) {
            UnsentInput.note(request.json());
        }
        return ExitCode.DONE;
    }

    /** The failure of a unary call, which may have been none. */
    private int print(CallException failed, MessageForm form, MethodName method, Address address, ServerQuestion server)
            throws Exception {
        if (!request.json() && failed.status().details().isEmpty()) {
            Exception explained = MethodHint.explained(failed, method, address, server);
            throw explained == failed ? MethodHint.explained(failed, form) : explained;
        }
        return print(failed, server);
    }

    /** For programs, a status is an answer like any other. */
    private int print(CallException failed, ServerQuestion server)
            throws IOException, CallException, ExplainedException {
        List<String> details = details(failed.status(), server);
        if (!request.json()) {
            if (details.isEmpty()) {
                throw failed;
            }
            throw ExplainedException.of(failed, "details: " + String.join(" ", details));
        }
        JsonLine line = Answers.statusLine(failed.status())
                .put("message", failed.status().message());
        answers.print(details.isEmpty() ? line : line.putJson("details", "[" + String.join(",", details) + "]"));
        return ExitCode.ofStatus(failed.status().code());
    }

    /** Of most failures there are none. */
    private static List<String> details(Status status, ServerQuestion server) {
        if (status.details().isEmpty() || status.isNotProcessed()) {
            return List.of();
        }
        try {
            return StatusDetails.lines(status, server.schemaAtBest());
        } catch (IOException e) {
            return StatusDetails.lines(status, new byte[0]); // the connection is gone, and the failure is what counts
        }
    }
}
