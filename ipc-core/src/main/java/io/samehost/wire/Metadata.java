package io.samehost.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keys and values that travel beside a request. A key may have several values; their order is kept. Keys are
 * lower-cased, as the helpers of ttrpc's Go implementation do, so that lookups agree whoever sent them. Immutable.
 */
public final class Metadata {
    public static final Metadata EMPTY = new Metadata(List.of());

    private final List<Entry> entries;

    private Metadata(List<Entry> entries) {
        this.entries = entries;
    }

    public static Metadata of(List<Entry> entries) {
        return entries.isEmpty() ? EMPTY : new Metadata(List.copyOf(entries));
    }

    public static Metadata of(String key, String value) {
        return of(List.of(new Entry(key, value)));
    }

    /** These entries, and one more behind them. */
    public Metadata with(String key, String value) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(key, value));
        return new Metadata(List.copyOf(more));
    }

    /** These entries but for those of {@code key}, whatever its case. */
    public Metadata without(String key) {
        String unwanted = key.toLowerCase(Locale.ROOT);
        return of(
                entries.stream().filter(entry -> !entry.key().equals(unwanted)).toList());
    }

    /** These entries, and behind them those of {@code defaults} whose keys have none here. */
    public Metadata withDefaults(Metadata defaults) {
        if (defaults.isEmpty() || isEmpty()) {
            return isEmpty() ? defaults : this;
        }
        List<Entry> all = new ArrayList<>(entries);
        defaults.entries.stream().filter(entry -> first(entry.key()).isEmpty()).forEach(all::add);
        return new Metadata(List.copyOf(all));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Every entry, in the order in which it was added or received. */
    public List<Entry> entries() {
        return entries;
    }

    /** The first value of {@code key}, whatever its case. */
    public Optional<String> first(String key) {
        return all(key).stream().findFirst();
    }

    /** Every value of {@code key}, whatever its case. */
    public List<String> all(String key) {
        String wanted = key.toLowerCase(Locale.ROOT);
        return entries.stream()
                .filter(entry -> entry.key().equals(wanted))
                .map(Entry::value)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }

    /** One key with one of its values. */
    public record Entry(String key, String value) {
        public Entry {
            key = key.toLowerCase(Locale.ROOT);
        }
    }
}
