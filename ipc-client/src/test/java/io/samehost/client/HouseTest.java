package io.samehost.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.samehost.fixture.RoomsContract;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import org.junit.jupiter.api.Test;

/** The rooms of the client, enforced: each knows only the rooms that it stands on. */
final class HouseTest extends RoomsContract {
    private static final String TOP = "io.samehost.client";
    private static final JavaClasses HOUSE = classesOf(Client.class);

    HouseTest() {
        super(TOP, HOUSE, """
            call:
            connection: call
            report:
            stream:     report
            datagram:
            client:     call connection stream datagram report
            files:      client
            daemon:     client
            """);
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching("io.samehost.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void theTableOfCallsTouchesNoSocket() {
        noClasses()
                .that()
                .resideInAPackage(TOP + ".call")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Channel.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Selector.class)
                .check(HOUSE);
    }

    @Test
    void whatUsersSeeWaitsInNoSelector() {
        noClasses()
                .that()
                .resideInAPackage(TOP)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Selector.class)
                .check(HOUSE);
    }
}
