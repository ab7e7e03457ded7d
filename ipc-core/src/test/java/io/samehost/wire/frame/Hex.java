package io.samehost.wire.frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes written by hand: hex digits, blanks where they help the reader, and {@code 'ASCII'} in single quotes. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean quoted = false;
        for (String part : text.split("'", -1)) {
            bytes.writeBytes(
                    quoted
                            ? part.getBytes(StandardCharsets.US_ASCII)
                            : HexFormat.of().parseHex(part.replaceAll("\\s", "")));
            quoted = !quoted;
        }
        return bytes.toByteArray();
    }

    public static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
