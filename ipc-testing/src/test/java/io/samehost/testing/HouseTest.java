package io.samehost.testing;

import io.samehost.fixture.RoomsContract;

/** One room, on top of server and client. */
final class HouseTest extends RoomsContract {
    HouseTest() {
        super("io.samehost.testing", classesOf(ServerExtension.class), """
            testing:
            """);
    }
}
