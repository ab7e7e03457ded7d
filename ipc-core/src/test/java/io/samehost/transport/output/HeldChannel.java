package io.samehost.transport.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Takes so many bytes a write, and so many in all, and holds up its writers when it is told to. */
final class HeldChannel implements WritableByteChannel {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    int bytesPerWrite = Integer.MAX_VALUE;
    int room = Integer.MAX_VALUE;
    int writes;
    CountDownLatch writing = new CountDownLatch(0);
    CountDownLatch mayWrite = new CountDownLatch(0);
    boolean broken;
    Runnable meanwhile = () -> {};

    @Override
    public int write(ByteBuffer source) throws IOException {
        meanwhile.run();
        writing.countDown();
        await(mayWrite);
        if (broken) {
            throw new IOException("broken pipe");
        }
        writes++;
        byte[] bytes = new byte[Math.min(source.remaining(), Math.min(bytesPerWrite, room))];
        source.get(bytes);
        room -= bytes.length;
        taken.writeBytes(bytes);
        return bytes.length;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void hold() {
        writing = new CountDownLatch(1);
        mayWrite = new CountDownLatch(1);
    }

    String text() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
