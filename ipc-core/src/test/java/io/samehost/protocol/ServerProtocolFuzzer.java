package io.samehost.protocol;

import java.util.Arrays;
import java.util.Random;

/** A server makes sense of any bytes from its peer, and the same sense in whatever pieces they arrive. */
final class ServerProtocolFuzzer {
    private ServerProtocolFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Soundness.assertServer(new Random(Arrays.hashCode(input)), input);
    }
}
