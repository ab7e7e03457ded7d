package io.samehost.server.rpc;

import io.samehost.server.handler.Incoming;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Messages of a stream until its client closes it. For the thread that runs the handler. */
public final class MessageIterator<Q> implements Iterator<Q> {
    private final Incoming<Q> messages;
    private Optional<Q> next = Optional.empty();
    private boolean ended;

    public MessageIterator(Incoming<Q> messages) {
        this.messages = messages;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty() && !ended) {
            try {
                next = messages.receive();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended = next.isEmpty();
        }
        return !ended;
    }

    @Override
    public Q next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the client has closed its side");
        }
        Q message = next.orElseThrow();
        next = Optional.empty();
        return message;
    }
}
