package io.samehost.client.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.samehost.client.daemon.VersionPolicy.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "1.10, 1.9, 1",
        "1.9, 1.10, -1",
        "1.0, 1.0, 0",
        "2, 1.9.9, 1",
        "1.0, 1, 1",
        "1.0-b, 1.0-a, 1",
        "'', 1, -1",
        "1.2, 1.2-SNAPSHOT, 1",
        "1.2-SNAPSHOT, 1.2, -1",
        "1.2.0, 1.2.0-rc1, 1",
        "1.2.0-rc2, 1.2.0-rc10, -1",
        "1.2.1-SNAPSHOT, 1.2.0, 1",
        "\u0663a, \u0663b, -1"
    })
    void numbersInVersionsAreComparedByTheirValues(String one, String other, int sign) {
        assertEquals(sign, Integer.signum(VersionPolicy.compare(one, other)));
    }

    @Test
    void onlyTheNewerOneReplaces() {
        VersionPolicy policy =
                VersionPolicy.compatible((mine, theirs) -> mine.startsWith("1.") && theirs.startsWith("1."));
        assertEquals(Decision.USE, policy.decide("1.1", "1.2"));
        assertEquals(Decision.REPLACE, policy.decide("2.0", "1.2"));
        assertEquals(Decision.REFUSE, policy.decide("1.2", "2.0"));
    }
}
