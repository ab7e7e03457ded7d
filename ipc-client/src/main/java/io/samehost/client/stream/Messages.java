package io.samehost.client.stream;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/** The messages of a stream as a loop reads them. An exception comes as the cause of a {@link CompletionException}. */
public final class Messages<T> implements Iterator<T> {
    private final Callable<Optional<T>> source;
    private Optional<T> next = Optional.empty();

    /** Messages from {@code source}, which waits for each and is empty at the end. */
    public Messages(Callable<Optional<T>> source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (next.isEmpty()) {
            try {
                next = source.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }
        return next.isPresent();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        T message = next.orElseThrow();
        next = Optional.empty();
        return message;
    }
}
