package io.samehost.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetadataTest {
    @Test
    void keysAreLowerCased() {
        assertEquals(
                "[Entry[key=trace-id, value=Seven]]",
                Metadata.of("Trace-ID", "Seven").toString());
    }

    @Test
    void aKeyMayHaveSeveralValuesInTheirOrder() {
        Metadata metadata = Metadata.of("a", "2").with("b", "x").with("A", "1");

        assertEquals(List.of("2", "1"), metadata.all("a"));
        assertEquals(Optional.of("2"), metadata.first("a"));
    }

    @Test
    void lookupsTakeAnyCase() {
        assertEquals(Optional.of("v"), Metadata.of("key", "v").first("KEY"));
    }

    @Test
    void aKeyThatIsNotThereHasNoValue() {
        assertEquals(Optional.empty(), Metadata.EMPTY.first("key"));
        assertEquals(List.of(), Metadata.EMPTY.all("key"));
    }

    @Test
    void whatItWasMadeFromMayChange() {
        List<Metadata.Entry> entries = new ArrayList<>(List.of(new Metadata.Entry("a", "1")));
        Metadata metadata = Metadata.of(entries);
        entries.clear();

        assertEquals(Metadata.of("a", "1"), metadata);
    }

    @Test
    void addingLeavesTheOriginalAlone() {
        Metadata one = Metadata.of("a", "1");
        Metadata two = one.with("b", "2");

        assertEquals(Metadata.of("A", "1"), one);
        assertEquals(2, two.entries().size());
    }

    @Test
    void defaultsAreAddedForKeysThatHaveNoEntry() {
        Metadata defaults = Metadata.of("a", "default").with("b", "default").with("b", "other");
        assertEquals(
                Metadata.of("a", "1").with("b", "default").with("b", "other"),
                Metadata.of("A", "1").withDefaults(defaults));
        assertSame(defaults, Metadata.EMPTY.withDefaults(defaults));
        assertSame(defaults, defaults.withDefaults(Metadata.EMPTY));
    }

    @Test
    void everyEntryOfAKeyCanBeTakenOut() {
        Metadata metadata = Metadata.of("a", "1").with("b", "2").with("a", "3");
        assertEquals(Metadata.of("b", "2"), metadata.without("A"));
        assertSame(Metadata.EMPTY, Metadata.of("a", "1").without("a"));
    }

    @Test
    void noEntriesAreTheEmptyOne() {
        assertSame(Metadata.EMPTY, Metadata.of(List.of()));
        assertTrue(Metadata.EMPTY.isEmpty());
    }
}
