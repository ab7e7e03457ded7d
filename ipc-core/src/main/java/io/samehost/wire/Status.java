package io.samehost.wire;

import java.util.List;

/**
 * The end of a call.
 *
 * @param number as it stands on the wire; mostly that of a {@link StatusCode}, but a peer may use its own
 * @param message for a person; empty where there is nothing to say
 * @param details for a program, as {@code google.rpc.Status} carries them; usually empty
 */
public record Status(int number, String message, List<Detail> details) {

    public static final Status OK = new Status(StatusCode.OK, "", List.of());

    /**
     * Names the detail of a call that no handler has begun. Its value is empty, or one byte if that is true of every later
     * call of the connection too.
     */
    private static final String NOT_PROCESSED = "type.samehost.io/samehost.NotProcessed";

    public Status {
        details = List.copyOf(details);
    }

    public Status(StatusCode code, String message, List<Detail> details) {
        this(code.number(), message, details);
    }

    public static Status of(StatusCode code, String message) {
        return new Status(code, message, List.of());
    }

    /**
     * {@code UNAVAILABLE} for a call that no handler has begun and none will: its caller may make it again. A server that
     * closes says so of what comes too late.
     */
    public static Status notProcessed(String message) {
        return notProcessed(message, new byte[0]);
    }

    /** The same, also for every call that comes after it over the same connection: the server closes. */
    public static Status goodbye(String message) {
        return notProcessed(message, new byte[] {1});
    }

    private static Status notProcessed(String message, byte[] value) {
        return new Status(StatusCode.UNAVAILABLE, message, List.of(new Detail(NOT_PROCESSED, value)));
    }

    /** True if the server says that no handler has begun the call, so that making it again does no harm. */
    public boolean isNotProcessed() {
        return details.stream().anyMatch(detail -> detail.typeUrl().equals(NOT_PROCESSED));
    }

    /** True for a {@link #goodbye}. Asked for each answer, so that the usual one, without details, costs next to nothing. */
    public boolean isGoodbye() {
        return !details.isEmpty()
                && details.stream()
                        .anyMatch(detail -> detail.typeUrl().equals(NOT_PROCESSED) && detail.value().length == 1);
    }

    /** The code with this number; {@link StatusCode#UNKNOWN} for a number that gRPC does not define. */
    public StatusCode code() {
        return StatusCode.of(number);
    }

    public boolean isOk() {
        return number == StatusCode.OK.number();
    }

    /**
     * The form that logs and commands print: {@code NOT_FOUND: no such file: name=x}, or {@code UNKNOWN 10127: ...} for a
     * number without a name.
     */
    @Override
    public String toString() {
        StatusCode code = code();
        String name = code.number() == number ? code.name() : code + " " + number;
        return message.isEmpty() ? name : name + ": " + message;
    }

    /** One {@code google.protobuf.Any}: a message of another schema, named by {@code typeUrl}. */
    public record Detail(String typeUrl, byte[] value) {}
}
