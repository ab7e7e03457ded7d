package io.samehost.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one way to stdout. Output that is lost ends the program: a full disk with an error that names it, a reader that has
 * gone away quietly, as a signal would. Nothing is buffered here. Thread-safe.
 */
public final class Output extends OutputStream {
    private static final int STDOUT = 1;

    /** Not a channel: an interrupt, as by a signal, would close that. */
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    private Output() {}

    /** Stdout could not be written. */
    public static final class LostException extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        private final boolean readerGone;

        LostException(IOException cause, boolean readerGone) {
            super("cannot write the output: file=stdout cause=" + cause.getMessage(), cause);
            this.readerGone = readerGone;
        }

        /** True if nobody will read it any more; false if there is no room, or the device fails. */
        public boolean isReaderGone() {
            return readerGone;
        }
    }

    /** Bytes as they are. Its methods throw {@link LostException}. */
    public static OutputStream bytes() {
        return new Output();
    }

    /** Bytes of a peer: as they are, but harmless text where stdout is a terminal. */
    public static OutputStream payload() {
        return Terminal.isTerminal(STDOUT) ? harmless(bytes()) : bytes();
    }

    /** For bytes of a peer that go to a terminal: they become harmless text. */
    public static OutputStream harmless(OutputStream terminal) {
        return new HarmlessOutput(terminal);
    }

    /** Text, in UTF-8 whatever the locale. It has to be flushed. */
    public static PrintWriter text() {
        return text(false);
    }

    /** Text that is flushed behind each line. */
    public static PrintWriter lines() {
        return text(true);
    }

    private static PrintWriter text(boolean autoFlush) {
        return new PrintWriter(new OutputStreamWriter(bytes(), StandardCharsets.UTF_8), autoFlush);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new LostException(e, isPipe());
        }
    }

    /** The write of a pipe or socket fails for one reason only: the other end is closed. */
    private static boolean isPipe() {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + STDOUT)).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Leaves the descriptor open: the next file would get its number. */
    @Override
    public void close() {}
}
