package io.samehost.protocol;

import io.samehost.wire.ProtocolException;
import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Hex;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a peer sends, it means something, and the same in whatever pieces it comes. {@link Events} catches nothing
 * but {@link ProtocolException}.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
    private static final int STREAMS_PER_SEED = 2000;
    private static final byte[] FROM_CLIENT = Hex.bytes("00000006 00000001 01 02 0a01's' 1201'm'"
            + "00000003 00000001 03 00 'abc' 0000000e 00000003 01 00 2a06 0a01'k' 1201'v' 20 8101 1a01'p'"
            + "00000001 00000001 03 01 'z' 00000000 00000005 01 01 00000000 00000007 01 02 00000000 00000007 03 05");
    private static final byte[] FROM_SERVER = Hex.bytes("00000003 00000001 02 00 1201'x'"
            + "00000002 00000003 03 00 'ab' 00000009 00000005 02 00 0a07 0805 1203'abc'"
            + "00000001 00000003 03 01 'z' 00000000 00000007 03 00 00000000 00000007 03 05");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomBytesLeaveBothMachinesSound(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < STREAMS_PER_SEED; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            Soundness.assertBoth(random, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void randomFramesLeaveBothMachinesSound(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < STREAMS_PER_SEED; i++) {
            byte[] bytes = {};
            for (int frames = random.nextInt(12); frames > 0; frames--) {
                bytes = Hex.join(bytes, randomFrame(random));
            }
            Soundness.assertBoth(random, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void damagedStreamsLeaveBothMachinesSound(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < STREAMS_PER_SEED; i++) {
            byte[] bytes = Hex.join(random.nextBoolean() ? FROM_CLIENT : FROM_SERVER, FROM_CLIENT, FROM_SERVER);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes = damaged(random, bytes);
            }
            Soundness.assertBoth(random, bytes);
        }
    }

    /** Few ids and types, so that frames meet each other. */
    private static byte[] randomFrame(Random random) {
        byte[] data = new byte[random.nextInt(8)];
        random.nextBytes(data);
        boolean oversize = random.nextInt(20) == 0;
        byte[] header = Frames.header(oversize ? 5_000_000 : data.length, random.nextInt(12), (byte) random.nextInt(5));
        header[9] = (byte) random.nextInt(8);
        return oversize ? Hex.join(header, new byte[5_000_000]) : Hex.join(header, data);
    }

    private static byte[] damaged(Random random, byte[] bytes) {
        byte[] damaged = bytes.clone();
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + random.nextInt(12));
        switch (random.nextInt(4)) {
            case 0 -> damaged[at] = (byte) random.nextInt();
            case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> damaged = Hex.join(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            default -> damaged = Hex.join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
        }
        return damaged.length == 0 ? bytes : damaged;
    }
}
