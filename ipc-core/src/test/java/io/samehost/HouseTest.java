package io.samehost;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.samehost.address.Address;
import io.samehost.fixture.RoomsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The picture of the house, enforced: arrows point down only, and the two columns know nothing of each other. */
final class HouseTest extends RoomsContract {
    private static final JavaClasses HOUSE = classesOf(Address.class);

    HouseTest() {
        super("io.samehost", HOUSE, """
            text:
            wire:
            wire.frame:       wire
            protocol:         wire wire.frame
            address:
            transport.system:
            transport.output:
            transport.unix:   transport.system address
            transport.peer:   transport.system transport.unix
            transport.files:  transport.system transport.unix address
            daemon:           transport.system transport.files
            transport:        transport.system transport.unix transport.peer transport.files address
            """);
    }

    @ParameterizedTest
    @CsvSource({"wire", "protocol"})
    void theMeaningOfBytesKnowsNoChannelAndNoThread(String room) {
        noClasses()
                .that()
                .resideInAPackage("io.samehost." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.net..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(HOUSE);
    }

    @ParameterizedTest
    @CsvSource({"wire", "protocol"})
    void theMeaningOfBytesKnowsNoClock(String room) {
        noClasses()
                .that()
                .resideInAPackage("io.samehost." + room + "..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.samehost.(*)..", "io.samehost.(**)"})
    void packagesFormNoCycle(String slices) {
        slices().matching(slices).should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void oneRoomKnowsJunixsocket() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.samehost.transport.unix")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.newsclub..")
                .check(HOUSE);
    }

    /** In the sources: the JDK that runs this may be too old for its class files. Its own room needs no import. */
    @Test
    void whatIsForANewerJdkKnowsNoOtherRoom() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java22"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 0);
            for (Path file : sources) {
                String text = Files.readString(file);
                assertTrue(text.startsWith("package io.samehost.transport.peer;"), file.toString());
                assertEquals(
                        List.of(),
                        text.lines()
                                .filter(line -> line.startsWith("import") && line.contains("io.samehost"))
                                .toList(),
                        file.toString());
            }
        }
    }
}
