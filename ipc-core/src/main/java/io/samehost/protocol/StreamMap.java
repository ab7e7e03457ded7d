package io.samehost.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Maps the ids of a connection's streams to their values. It is on the path of every call, and makes no objects for
 * its keys and entries. A table of open addressing; ids follow each other, and multiplied by the golden ratio they
 * spread evenly over it (Knuth, The Art of Computer Programming, volume 3, 6.4), where side by side they would make one
 * long row for each removal to walk. Not thread-safe.
 */
public final class StreamMap<V> {
    private static final int SMALLEST_CAPACITY = 8;

    /** A table that grew beyond this is not kept once it is empty. */
    private static final int LARGEST_KEPT_CAPACITY = 4096;

    private static final int GOLDEN_RATIO = 0x9E37_79B9;

    /** A power of two each, and at least half free. A place whose value is null is free. */
    private int[] ids = new int[SMALLEST_CAPACITY];

    private Object[] values = new Object[SMALLEST_CAPACITY];
    private int size;

    public StreamMap() {}

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(int streamId) {
        return get(streamId) != null;
    }

    /** The value of a stream, or null. */
    @SuppressWarnings("unchecked") // only put fills the table
    public V get(int streamId) {
        return (V) values[placeOf(streamId)];
    }

    /** Enters a stream, or replaces what belongs to it. */
    public void put(int streamId, V value) {
        int place = placeOf(streamId);
        if (values[place] == null) {
            size++;
            ids[place] = streamId;
        }
        values[place] = value;
        if (size * 2 > values.length) {
            resize(values.length * 2);
        }
    }

    /** Removes a stream. Returns what belonged to it, or null. */
    public V remove(int streamId) {
        int place = placeOf(streamId);
        @SuppressWarnings("unchecked") // as in get
        V removed = (V) values[place];
        if (removed != null) {
            size--;
            free(place);
            if (size == 0 && values.length > LARGEST_KEPT_CAPACITY) {
                resize(SMALLEST_CAPACITY);
            }
        }
        return removed;
    }

    public void clear() {
        size = 0;
        resize(SMALLEST_CAPACITY);
    }

    /** All values, in no order. */
    public List<V> values() {
        List<V> all = new ArrayList<>(size);
        for (Object value : values) {
            if (value != null) {
                @SuppressWarnings("unchecked") // as in get
                V present = (V) value;
                all.add(present);
            }
        }
        return all;
    }

    /** Replaces what belongs to a stream, if anything does. */
    public void update(int streamId, Function<V, V> change) {
        V before = get(streamId);
        if (before != null) {
            put(streamId, change.apply(before));
        }
    }

    /** The place of a stream, or the free one where it would go. */
    private int placeOf(int streamId) {
        int place = homeOf(streamId);
        while (values[place] != null && ids[place] != streamId) {
            place = next(place);
        }
        return place;
    }

    private int homeOf(int streamId) {
        return (streamId * GOLDEN_RATIO) >>> (Integer.numberOfLeadingZeros(values.length) + 1);
    }

    private int next(int place) {
        return (place + 1) & (values.length - 1);
    }

    /** Frees a place, and moves those behind it up which it had pushed away: no search may end before it finds them. */
    private void free(int place) {
        int gap = place;
        for (int at = next(gap); values[at] != null; at = next(at)) {
            int home = homeOf(ids[at]);
            boolean mayMove = distance(home, at) >= distance(gap, at);
            if (mayMove) {
                ids[gap] = ids[at];
                values[gap] = values[at];
                gap = at;
            }
        }
        values[gap] = null;
    }

    private int distance(int from, int to) {
        return (to - from) & (values.length - 1);
    }

    private void resize(int capacity) {
        int[] oldIds = ids;
        Object[] oldValues = values;
        ids = new int[capacity];
        values = new Object[capacity];
        if (size == 0) {
            return;
        }
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int place = placeOf(oldIds[i]);
                ids[place] = oldIds[i];
                values[place] = oldValues[i];
            }
        }
    }
}
