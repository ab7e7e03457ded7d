package io.samehost.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Our codecs read what protobuf-java reads, refuse what it refuses, and read back what they wrote. */
final class EnvelopeFuzzer {
    private EnvelopeFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        EnvelopeVerdict.assertSame(input);
        try {
            Request request = Envelopes.readRequest(input);
            Request again = Envelopes.readRequest(Envelopes.write(request));
            assertEquals(Envelopes.comparable(request), Envelopes.comparable(again));
        } catch (MalformedEnvelopeException e) {
            // refused by both
        }
        try {
            Response response = Envelopes.readResponse(input);
            Response again = Envelopes.readResponse(Envelopes.write(response));
            assertEquals(Envelopes.comparable(response), Envelopes.comparable(again));
        } catch (MalformedEnvelopeException e) {
            // refused by both
        }
    }
}
