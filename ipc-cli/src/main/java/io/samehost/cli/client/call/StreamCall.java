package io.samehost.cli.client.call;

import io.samehost.cli.client.form.MessageForm;
import io.samehost.cli.client.form.StreamKind;
import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A call on which an end sends more than one message. Each is sent and printed as it comes. */
final class StreamCall {
    private static final byte[] NOTHING = {};

    private final Client client;
    private final MessageForm form;
    private final Answers answers;

    StreamCall(Client client, MessageForm form, Answers answers) {
        this.client = client;
        this.form = form;
        this.answers = answers;
    }

    /** Runs the stream to its end. */
    void run(StreamKind kind, MethodName method, CallOptions options) throws IOException, CallException {
        if (kind == StreamKind.SERVER) {
            byte[] request = form.next().orElse(NOTHING);
            form.next(); // throws if there is another
            try (ClientStream stream = client.serverStream(method.service(), method.name(), request, options)) {
                receive(stream);
            }
        } else {
            try (ClientStream stream = client.stream(method.service(), method.name(), NOTHING, options)) {
                if (kind == StreamKind.CLIENT) {
                    send(stream);
                    answers.print(form, stream.result());
                } else {
                    both(stream);
                }
            }
        }
        answers.end();
    }

    private void receive(ClientStream stream) throws IOException, CallException {
        Optional<byte[]> message = stream.receive();
        while (message.isPresent()) {
            answers.print(form, message.get());
            message = stream.receive();
        }
    }

    private void send(ClientStream stream) throws IOException, CallException {
        Optional<byte[]> message = form.next();
        while (message.isPresent()) {
            stream.send(message.get());
            message = form.next();
        }
        stream.closeSend();
    }

    /** The server may end the stream while there is more to send, or while nothing comes from the user. */
    private void both(ClientStream stream) throws IOException, CallException {
        AtomicReference<RuntimeException> mistake = new AtomicReference<>();
        Thread sender = new Thread(() -> sendAside(stream, mistake), "samehost-stream-input");
        sender.setDaemon(true);
        sender.start();
        try {
            receive(stream);
        } catch (IOException | CallException e) {
            if (mistake.get() != null) {
                throw mistake.get();
            }
            throw e;
        }
    }

    private void sendAside(ClientStream stream, AtomicReference<RuntimeException> mistake) {
        try {
            send(stream);
        } catch (IOException | CallException e) {
            return; // the receiver learns it too
        } catch (RuntimeException e) {
            mistake.set(e);
            close(stream);
        }
    }

    private static void close(ClientStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            return; // closed all the same
        }
    }
}
