package io.samehost.wire.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The same bytes in pieces, as they may arrive. The pieces come one after the other in one buffer, as a reader has it:
 * what still looks into the buffer after it gave it back will see other bytes there.
 */
public final class Pieces {
    private static final int MARGIN_BYTES = 3;

    /** Takes all that is in a buffer. */
    public interface Receiver {
        void take(ByteBuffer in) throws Exception;
    }

    /** Looks at one way in which the bytes arrive. */
    public interface Check {
        void with(Pieces pieces) throws Exception;
    }

    private enum Memory {
        HEAP,
        DIRECT,
        READ_ONLY
    }

    private final byte[] bytes;
    private final List<Integer> ends;
    private final Memory memory;

    private Pieces(byte[] bytes, List<Integer> ends, Memory memory) {
        this.bytes = bytes;
        this.ends = ends;
        this.memory = memory;
    }

    public static Pieces whole(byte[] bytes) {
        return new Pieces(bytes, List.of(bytes.length), Memory.HEAP);
    }

    public static Pieces cutAt(int cut, byte[] bytes) {
        return new Pieces(bytes, List.of(Math.min(cut, bytes.length), bytes.length), Memory.HEAP);
    }

    public static Pieces oneByOne(byte[] bytes) {
        return new Pieces(bytes, IntStream.rangeClosed(1, bytes.length).boxed().toList(), Memory.HEAP);
    }

    public static Pieces random(Random random, byte[] bytes) {
        List<Integer> ends = new ArrayList<>();
        for (int end = random.nextInt(20); end < bytes.length; end += random.nextInt(40)) {
            ends.add(end);
        }
        ends.add(bytes.length);
        return new Pieces(bytes, ends, Memory.values()[random.nextInt(Memory.values().length)]);
    }

    /** Whole, cut in two at every byte, and byte by byte; each in heap, direct and read-only memory. */
    public static void everyWay(byte[] bytes, Check check) throws Exception {
        for (Memory memory : Memory.values()) {
            for (int cut = 0; cut < bytes.length; cut++) {
                check.with(new Pieces(bytes, List.of(cut, bytes.length), memory));
            }
            check.with(new Pieces(bytes, whole(bytes).ends, memory));
            check.with(new Pieces(bytes, oneByOne(bytes).ends, memory));
        }
    }

    public void into(Receiver receiver) throws Exception {
        int capacity = MARGIN_BYTES + bytes.length;
        ByteBuffer buffer =
                memory == Memory.DIRECT ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
        ByteBuffer in = memory == Memory.READ_ONLY ? buffer.asReadOnlyBuffer() : buffer.duplicate();
        int start = 0;
        for (int end : ends) {
            buffer.put(MARGIN_BYTES, bytes, start, end - start);
            in.limit(MARGIN_BYTES + end - start).position(MARGIN_BYTES);
            receiver.take(in);
            start = end;
        }
    }

    @Override
    public String toString() {
        return memory + " pieces ending at " + ends;
    }
}
