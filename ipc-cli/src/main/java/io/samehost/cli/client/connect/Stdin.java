package io.samehost.cli.client.connect;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.locks.LockSupport;

/** Standard input, which may have been set not to block by whoever shares it: then it is asked again after a pause. */
public final class Stdin implements ReadableByteChannel {
    private static final long RETRY_NANOS = 10_000_000;

    private final FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();

    private Stdin() {}

    /** Stdin cannot be read: it is a directory, for instance, or its device fails. */
    public static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(IOException cause) {
            super("cannot read the input: file=stdin cause=" + cause.getMessage(), cause);
        }
    }

    /** Its reads throw {@link UnreadableException}. */
    public static ReadableByteChannel channel() {
        return new Stdin();
    }

    public static InputStream stream() {
        return Channels.newInputStream(channel());
    }

    @Override
    public int read(ByteBuffer target) throws UnreadableException {
        try {
            int count = channel.read(target);
            while (count == 0 && target.hasRemaining()) {
                LockSupport.parkNanos(RETRY_NANOS);
                count = channel.read(target);
            }
            return count;
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Leaves the descriptor open: the next file would get its number. */
    @Override
    public void close() {}
}
