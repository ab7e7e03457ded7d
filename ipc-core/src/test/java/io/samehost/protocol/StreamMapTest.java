package io.samehost.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamMapTest {
    private final StreamMap<String> map = new StreamMap<>();

    @Test
    void hasNothingForAStreamThatWasNeverEntered() {
        assertNull(map.get(1));
        assertNull(map.remove(1));
        assertTrue(map.isEmpty());
    }

    @Test
    void replacesAndUpdatesWhatBelongsToAStream() {
        map.put(1, "a");
        map.put(1, "b");
        map.update(1, value -> value + "c");
        map.update(3, value -> value + "d");

        assertEquals("bc", map.get(1));
        assertEquals(1, map.size());
    }

    @Test
    void findsEveryStreamWhoseNeighboursHaveGone() {
        int many = 1000; // enough that some want the same place
        for (int id = 1; id < many; id += 2) {
            map.put(id, "stream " + id);
        }
        for (int id = 1; id < many; id += 4) {
            map.remove(id);
        }

        for (int id = 3; id < many; id += 4) {
            assertEquals("stream " + id, map.get(id));
        }
    }

    @Test
    void shrinksOnceManyStreamsHaveEnded() {
        for (int id = 1; id < 100_000; id += 2) {
            map.put(id, "x");
        }
        for (int id = 1; id < 100_000; id += 2) {
            map.remove(id);
        }

        assertTrue(map.values().isEmpty());
        map.put(7, "again");
        assertEquals("again", map.get(7));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsAHashMapDoesWhateverHappensInWhateverOrder(long seed) {
        Random random = new Random(seed);
        Map<Integer, String> model = new HashMap<>();
        int ids = 1 + random.nextInt(200);
        for (int step = 0; step < 20_000; step++) {
            int id = random.nextInt(ids) * (random.nextBoolean() ? 2 : 64) + (int) seed;
            switch (random.nextInt(20)) {
                case 0 -> {
                    if (random.nextInt(50) == 0) {
                        map.clear();
                        model.clear();
                    }
                }
                case 1, 2, 3, 4, 5, 6, 7, 8 -> {
                    map.put(id, "v" + step);
                    model.put(id, "v" + step);
                }
                case 9, 10, 11, 12, 13, 14, 15, 16 -> assertEquals(model.remove(id), map.remove(id));
                default -> assertEquals(model.get(id), map.get(id));
            }
            assertEquals(model.size(), map.size());
        }
        assertEquals(new HashSet<>(model.values()), new HashSet<>(map.values()));
    }
}
