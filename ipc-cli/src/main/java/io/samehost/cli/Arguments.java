package io.samehost.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arguments of a program as the JVM got them. */
public final class Arguments {
    private static final char LOST = '\uFFFD';
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /**
     * False if an argument lost characters on its way into the JVM, as everything beyond ASCII does in the C locale, and bytes
     * that are no UTF-8 do in any. The launcher sees to it that UTF-8 arrives; a JVM that is started by hand may not be so lucky.
     */
    public static boolean areReadable(String[] arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(LOST) >= 0 && (!encoding().equals("UTF-8") || !isWritten())) {
                return false;
            }
        }
        return true;
    }

    /** True if all that this program was started with is UTF-8, as far as the system tells: then the character was typed. */
    private static boolean isWritten() {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(COMMAND_LINE)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            return true; // no Linux
        }
    }

    /** The encoding of arguments and of file names. */
    static String encoding() {
        return System.getProperty("sun.jnu.encoding", "UTF-8");
    }
}
