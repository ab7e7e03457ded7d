package io.samehost.bench.load.raw;

import io.samehost.bench.load.workload.PacedWorkload;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Schedule;
import io.samehost.bench.load.workload.Stamp;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The calling thread sends when it is time, and another one takes the echo. */
public final class RawPaced implements PacedWorkload {
    private final SocketChannel channel;
    private final ByteBuffer message;
    private final ByteBuffer reply;

    public RawPaced(SocketChannel channel, int sizeBytes) {
        this.channel = channel;
        this.message = Stamp.blank(1, sizeBytes);
        this.reply = Stamp.blank(1, sizeBytes);
    }

    @Override
    public void run(Recording recording, double perSecond, long durationNanos) throws IOException {
        run(recording, Schedule.from(System.nanoTime(), perSecond, durationNanos));
    }

    public void run(Recording recording, Schedule schedule) throws IOException {
        Receiver receiver = new Receiver(schedule, recording);
        CompletableFuture<Void> over = CompletableFuture.runAsync(receiver, RawPaced::start);
        long sent = 0;
        while (sent < schedule.count() && schedule.await(sent)) {
            send(Stamp.of(sent));
            sent++;
        }
        // One more, by which the receiver learns that it was the last: it may be waiting in read.
        receiver.planned = sent;
        send(Stamp.of(sent));
        try {
            over.join();
        } catch (CompletionException e) {
            throw new IOException("echo failed: cause=" + e.getCause(), e.getCause());
        }
        recording.missed(schedule.count() - sent);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void send(byte stamp) throws IOException {
        message.clear().put(0, stamp);
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Receiver implements Runnable {
        private final Schedule schedule;
        private final Recording recording;

        /** The number of messages that count; written by the sender before it sends the one after them. */
        private volatile long planned = Long.MAX_VALUE;

        Receiver(Schedule schedule, Recording recording) {
            this.schedule = schedule;
            this.recording = recording;
        }

        @Override
        public void run() {
            try {
                long received = 0;
                for (receive(); received < planned; receive()) {
                    long doneNanos = System.nanoTime();
                    if (reply.get(0) == Stamp.of(received)) {
                        recording.reply(doneNanos - schedule.plannedNanos(received));
                    } else {
                        recording.error();
                    }
                    received++;
                }
            } catch (IOException e) {
                closeForSender();
                throw new CompletionException(e);
            }
        }

        /** Nobody takes the echo any more, so the sender must not wait for room. */
        private void closeForSender() {
            try {
                channel.close();
            } catch (IOException alreadyBroken) {
                // the first failure is the one that is reported
            }
        }

        private void receive() throws IOException {
            reply.clear();
            while (reply.hasRemaining()) {
                if (channel.read(reply) < 0) {
                    throw new EOFException("server closed the connection");
                }
            }
        }
    }
}
