package io.samehost.wire;

import java.util.List;

/**
 * How a call ended.
 *
 * @param message for a person; empty where there is nothing to say
 * @param details for a program, as {@code google.rpc.Status} carries them; usually empty
 */
public record Status(StatusCode code, String message, List<Detail> details) {

    public static final Status OK = new Status(StatusCode.OK, "", List.of());

    public Status {
        details = List.copyOf(details);
    }

    public static Status of(StatusCode code, String message) {
        return new Status(code, message, List.of());
    }

    public boolean isOk() {
        return code == StatusCode.OK;
    }

    /** The form that logs and commands print: {@code NOT_FOUND: no such file: name=x}. */
    @Override
    public String toString() {
        return message.isEmpty() ? code.name() : code + ": " + message;
    }

    /** One {@code google.protobuf.Any}: a message of another schema, named by {@code typeUrl}. */
    public record Detail(String typeUrl, byte[] value) {}
}
