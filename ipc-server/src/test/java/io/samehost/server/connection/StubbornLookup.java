package io.samehost.server.connection;

import io.samehost.transport.peer.PeerCredentials;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Looks up TCP peers only when it is told to, or fails. Others are known at once. */
public final class StubbornLookup implements PeerLookup {
    private final Semaphore mayAnswer = new Semaphore(0);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    public void answer(int times) {
        mayAnswer.release(times);
    }

    public void failNext(Throwable failure) {
        failures.add(failure);
    }

    /** Numbers of peers that were asked for together, so far. */
    public List<Integer> asked() {
        return asked;
    }

    @Override
    public boolean isCheap(SocketChannel channel) {
        return !channel.toString().contains("127.0.0.1");
    }

    @Override
    public Map<SocketChannel, PeerCredentials> all(Collection<SocketChannel> channels) throws IOException {
        if (channels.stream().anyMatch(channel -> !isCheap(channel))) {
            asked.add(channels.size());
            mayAnswer.acquireUninterruptibly();
        }
        fail();
        return PeerCredentials.ofAll(channels);
    }

    private void fail() throws IOException {
        Throwable failure = failures.poll();
        if (failure instanceof IOException ofTheMachine) {
            throw ofTheMachine;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }
}
