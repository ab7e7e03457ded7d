package io.samehost.client;

import io.samehost.server.EngineKind;
import java.util.stream.Stream;

/** What every contract of a client with a server is held against: one way to connect, one engine. */
record Setup(Way way, EngineKind engine) {

    static Stream<Setup> all() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(EngineKind.values()).map(engine -> new Setup(way, engine)));
    }

    @Override
    public String toString() {
        return way + " " + engine;
    }
}
