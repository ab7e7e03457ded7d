package io.samehost.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.samehost.fixture.RoomsContract;
import java.nio.channels.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the server, enforced: each knows only the rooms that it stands on. */
final class HouseTest extends RoomsContract {
    private static final String TOP = "io.samehost.server";
    private static final JavaClasses HOUSE = classesOf(Server.class);

    HouseTest() {
        super(TOP, HOUSE, """
            lasting:
            session:
            handler:
            listener:   handler
            report:     lasting handler listener
            setting:
            memory:     session
            turn:       lasting session
            connection: lasting session turn setting memory listener report
            engine:     lasting session turn connection memory
            rpc:        lasting session turn handler report
            datagram:   lasting rpc handler
            server:     lasting session handler setting connection engine rpc datagram memory listener report
            raw:        handler lasting session setting
            files:      server handler
            systemd:    server lasting
            daemon:     server handler systemd
            flood:      server handler
            """);
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(TOP + ".(*)").should().beFreeOfCycles().check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpc", "handler", "session", "turn"})
    void theMeaningOfBytesTouchesNoChannel(String room) {
        noClasses()
                .that()
                .resideInAPackage(TOP + "." + room)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Channel.class)
                .check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "engine", "session", "turn", "memory"})
    void theMovingOfBytesKnowsNoFrameAndNoCall(String room) {
        noClasses()
                .that()
                .resideInAPackage(TOP + "." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.samehost.wire..", "io.samehost.protocol..")
                .check(HOUSE);
    }
}
