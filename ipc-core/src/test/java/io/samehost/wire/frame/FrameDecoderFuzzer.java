package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A decoder sees the same frames in whatever pieces their bytes arrive. */
final class FrameDecoderFuzzer {
    private FrameDecoderFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        List<String> seen = Frames.decoded(new FrameDecoder(), Pieces.whole(input));
        if (!seen.contains("NOT_TTRPC")) {
            Pieces pieces = Pieces.random(new Random(Arrays.hashCode(input)), input);
            assertEquals(seen, Frames.decoded(new FrameDecoder(), pieces), pieces::toString);
        }
    }
}
