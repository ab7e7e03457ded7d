package io.samehost.cli.client.call;

import io.samehost.cli.JsonLine;
import io.samehost.cli.Output;
import io.samehost.cli.client.form.MessageForm;
import io.samehost.wire.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Prints what comes back, each piece at once. */
final class Answers {
    private final boolean json;
    private final OutputStream out;

    /** @param json true to print an object on each line, for programs */
    Answers(boolean json) {
        this.json = json;
        this.out = json ? Output.bytes() : Output.payload();
    }

    static JsonLine statusLine(Status status) {
        return new JsonLine().put("status", status.code().name()).put("code", status.number());
    }

    void print(JsonLine line) throws IOException {
        print((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void print(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** One message of a stream. */
    void print(MessageForm form, byte[] message) throws IOException {
        if (json) {
            print(form.put(new JsonLine(), message));
        } else {
            print(form.oneOfMany(message));
        }
    }

    /** The end of a stream that has ended well. */
    void end() throws IOException {
        if (json) {
            print(statusLine(Status.OK));
        }
    }

    /** Nothing follows: also a last character is printed that is none, for want of its other bytes. */
    void close() throws IOException {
        out.close();
    }
}
