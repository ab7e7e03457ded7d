package io.samehost.protocol;

import java.util.Arrays;
import java.util.Random;

/** A client makes sense of any bytes from its peer, and the same sense in whatever pieces they arrive. */
final class ClientProtocolFuzzer {
    private ClientProtocolFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Soundness.assertClient(new Random(Arrays.hashCode(input)), input);
    }
}
