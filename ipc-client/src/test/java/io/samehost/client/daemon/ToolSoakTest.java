package io.samehost.client.daemon;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Each of the tests that have {@link Rounds}, a hundred times. */
@Tag("soak")
final class ToolSoakTest {
    @Nested
    final class Faults extends ToolFaultsTest {}

    /** A thousand daemons end in the hundred rounds. */
    @Nested
    final class Versions extends ToolVersionsTest {
        @Override
        int endsInARound() {
            return 10;
        }
    }

    @Nested
    final class Environments extends ToolEnvironmentTest {}

    @Nested
    final class Users extends ToolUsersTest {}

    @Nested
    final class Terminals extends ToolTerminalTest {}
}
