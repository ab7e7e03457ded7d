package io.samehost.bench.load.rpc;

import io.samehost.bench.load.workload.PacedWorkload;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Schedule;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.client.Client;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** An asynchronous call whenever one is planned. */
public final class RpcPaced implements PacedWorkload {
    /** When so many are under way the next one waits, and counts as late: a server far behind must not fill the heap. */
    private static final int MOST_UNDER_WAY = 1024;

    private final Client client;

    /** One for each stamp, since a payload must not change while its call is under way. */
    private final byte[][] payloads = new byte[256][];

    public RpcPaced(Client client, int sizeBytes) {
        this.client = client;
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = Stamp.payload(sizeBytes);
            payloads[i][0] = Stamp.of(i);
        }
    }

    @Override
    public void run(Recording recording, double perSecond, long durationNanos) throws IOException {
        Round round = new Round(recording, Schedule.from(System.nanoTime(), perSecond, durationNanos));
        round.send();
        round.await();
    }

    /** The calls of one {@link #run}. */
    private final class Round {
        private final Recording recording;
        private final Schedule schedule;
        private final Semaphore room = new Semaphore(MOST_UNDER_WAY);
        private final CompletableFuture<Void> broken = new CompletableFuture<>();

        /** Guards the recording: callbacks may come on the calling thread too. */
        private final ReentrantLock lock = new ReentrantLock();

        Round(Recording recording, Schedule schedule) {
            this.recording = recording;
            this.schedule = schedule;
        }

        void send() {
            long sent = 0;
            while (sent < schedule.count() && schedule.await(sent) && !broken.isDone()) {
                room.acquireUninterruptibly();
                call(sent);
                sent++;
            }
            long missed = schedule.count() - sent;
            lock.lock();
            try {
                recording.missed(missed);
            } finally {
                lock.unlock();
            }
        }

        private void call(long sequence) {
            byte[] payload = payloads[Stamp.of(sequence) & 0xff];
            var unused = client.callAsync(BenchService.NAME, BenchService.ECHO, payload)
                    .whenComplete((reply, failure) -> {
                        ended(sequence, payload, reply, failure);
                        room.release();
                    });
        }

        private void ended(long sequence, byte[] payload, byte[] reply, Throwable failure) {
            long doneNanos = System.nanoTime();
            if (failure != null) {
                broken.completeExceptionally(failure);
                return;
            }
            lock.lock();
            try {
                if (reply.length == payload.length && reply[0] == payload[0]) {
                    recording.reply(doneNanos - schedule.plannedNanos(sequence));
                } else {
                    recording.error();
                }
            } finally {
                lock.unlock();
            }
        }

        /** An echo has no reason to fail: a run in which a call fails is given up. */
        void await() throws IOException {
            room.acquireUninterruptibly(MOST_UNDER_WAY);
            broken.complete(null);
            try {
                broken.join();
            } catch (CompletionException e) {
                throw new IOException("call failed: cause=" + e.getCause(), e.getCause());
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
