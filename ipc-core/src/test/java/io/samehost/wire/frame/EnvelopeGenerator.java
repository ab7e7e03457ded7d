package io.samehost.wire.frame;

import static io.samehost.wire.frame.ProtoReader.END_GROUP;
import static io.samehost.wire.frame.ProtoReader.FIXED32;
import static io.samehost.wire.frame.ProtoReader.FIXED64;
import static io.samehost.wire.frame.ProtoReader.LENGTH_DELIMITED;
import static io.samehost.wire.frame.ProtoReader.START_GROUP;
import static io.samehost.wire.frame.ProtoReader.VARINT;

import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Envelopes of every shape, the same ones for the same seed: as values, and as bytes that only just are protobuf. */
final class EnvelopeGenerator {
    private static final String[] NAMES = {"", "a", "grpc.Greeter", "Hello", "HELLO", "Grüße", "日本", "😀", "a\0b"};
    private static final long[] NUMBERS = {0, 1, -1, 16, 17, 127, 128, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE};
    private static final int[] WIRE_TYPES = {VARINT, FIXED64, LENGTH_DELIMITED, START_GROUP, FIXED32};
    private static final int MAX_VARINT_BYTES = 10;

    private final Random random;

    EnvelopeGenerator(long seed) {
        random = new Random(seed);
    }

    Request request() {
        List<Metadata.Entry> metadata = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            metadata.add(new Metadata.Entry(string(), string()));
        }
        return new Request(string(), string(), bytes(), number(), Metadata.of(metadata));
    }

    Response response() {
        List<Status.Detail> details = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            details.add(new Status.Detail(string(), bytes()));
        }
        int number = oneIn(4) ? random.nextInt() : random.nextInt(StatusCode.values().length);
        return oneIn(4) ? Response.ok(bytes()) : new Response(new Status(number, string(), details), bytes());
    }

    /** Fields in any order, repeated, unknown, and with numbers longer than they need be. */
    byte[] requestBytes() {
        return fields(
                out -> stringField(out, 1),
                out -> stringField(out, 2),
                out -> field(out, 3, bytes()),
                out -> numberField(out, 4),
                out -> field(out, 5, fields(entry -> stringField(entry, 1), entry -> stringField(entry, 2))));
    }

    byte[] responseBytes() {
        return fields(
                out -> field(out, 1, statusBytes()),
                out -> field(out, 1, statusBytes()),
                out -> field(out, 2, bytes()));
    }

    private byte[] statusBytes() {
        return fields(
                out -> numberField(out, 1),
                out -> stringField(out, 2),
                out -> field(out, 3, fields(any -> stringField(any, 1), any -> field(any, 2, bytes()))));
    }

    /** The bytes with a few of them changed, lost, doubled or cut off. */
    byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            byte[] before = Arrays.copyOf(damaged, at);
            byte[] behind = Arrays.copyOfRange(damaged, at, damaged.length);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt();
                case 2 -> damaged = before;
                case 3 -> damaged = Hex.join(before, Arrays.copyOfRange(behind, 1, behind.length));
                default -> damaged = Hex.join(before, new byte[] {(byte) random.nextInt()}, behind);
            }
        }
        return damaged;
    }

    @SafeVarargs
    private byte[] fields(Consumer<ByteArrayOutputStream>... known) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(8); i > 0; i--) {
            if (oneIn(5)) {
                unknownField(out, 0);
            } else {
                known[random.nextInt(known.length)].accept(out);
            }
        }
        return out.toByteArray();
    }

    /** Also with a number that is known: with another wire type protobuf takes the field for an unknown one. */
    private void unknownField(ByteArrayOutputStream out, int depth) {
        int wireType = WIRE_TYPES[random.nextInt(WIRE_TYPES.length)];
        boolean strange = oneIn(2) || wireType == LENGTH_DELIMITED || wireType == VARINT;
        int field = strange ? 6 + random.nextInt(1 << random.nextInt(29)) : 1 + random.nextInt(5);
        tag(out, field, wireType);
        switch (wireType) {
            case VARINT -> varint(out, number());
            case FIXED64 -> out.writeBytes(new byte[Long.BYTES]);
            case LENGTH_DELIMITED -> content(out, bytes());
            case FIXED32 -> out.writeBytes(new byte[Integer.BYTES]);
            default -> {
                for (int i = depth < 5 ? random.nextInt(3) : 0; i > 0; i--) {
                    unknownField(out, depth + 1);
                }
                tag(out, field, END_GROUP);
            }
        }
    }

    private void stringField(ByteArrayOutputStream out, int field) {
        field(out, field, string().getBytes(StandardCharsets.UTF_8));
    }

    private void numberField(ByteArrayOutputStream out, int field) {
        if (oneIn(10)) {
            tag(out, field, FIXED64);
            out.writeBytes(new byte[Long.BYTES]);
        } else {
            tag(out, field, VARINT);
            varint(out, number());
        }
    }

    private void field(ByteArrayOutputStream out, int field, byte[] content) {
        if (oneIn(20)) {
            tag(out, field, VARINT);
            varint(out, number());
        } else {
            tag(out, field, LENGTH_DELIMITED);
            content(out, content);
        }
    }

    private void content(ByteArrayOutputStream out, byte[] content) {
        varint(out, content.length);
        out.writeBytes(content);
    }

    private void tag(ByteArrayOutputStream out, int field, int wireType) {
        varint(out, Integer.toUnsignedLong((field << 3) | wireType));
    }

    private void varint(ByteArrayOutputStream out, long value) {
        int atLeast = oneIn(20) ? random.nextInt(MAX_VARINT_BYTES) : 0;
        long rest = value;
        int count = 1;
        while ((rest & ~0x7fL) != 0 || count < atLeast) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
            count++;
        }
        out.write((int) rest);
    }

    private String string() {
        if (oneIn(2)) {
            return NAMES[random.nextInt(NAMES.length)];
        }
        int highest = oneIn(2) ? 0x7f : Character.MAX_CODE_POINT;
        StringBuilder string = new StringBuilder();
        for (int i = random.nextInt(oneIn(5) ? 300 : 12); i > 0; i--) {
            int c = random.nextInt(oneIn(2) ? Math.min(highest, 0x900) : highest + 1);
            string.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c);
        }
        return string.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(oneIn(100) ? 100_000 : oneIn(4) ? 1 : 40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long number() {
        long number = oneIn(2) ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(40) - 10L;
        return oneIn(5) ? ~number : number;
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
