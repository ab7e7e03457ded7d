package io.samehost;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The picture of the house, enforced: arrows point down only, and the two columns know nothing of each other. */
class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.samehost");

    @ParameterizedTest
    @CsvSource({
        "wire,      protocol",
        "wire,      transport",
        "wire,      address",
        "protocol,  transport",
        "protocol,  address",
        "address,   transport",
        "address,   wire",
        "address,   protocol",
        "transport, wire",
        "transport, protocol",
    })
    void onePackageDoesNotKnowTheOther(String one, String other) {
        noClasses()
                .that()
                .resideInAPackage("io.samehost." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.samehost." + other + "..")
                .check(HOUSE);
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

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.samehost.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void oneClassAtMostKnowsJunixsocket() {
        Set<String> users = HOUSE.stream()
                .filter(HouseTest::usesJunixsocket)
                .map(HouseTest::topLevelName)
                .collect(Collectors.toSet());

        assertTrue(users.size() <= 1, () -> "junixsocket is used in more than one place: classes=" + users);
    }

    private static boolean usesJunixsocket(JavaClass candidate) {
        return candidate.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> resideInAPackage("org.newsclub..").test(dependency.getTargetClass()));
    }

    private static String topLevelName(JavaClass nested) {
        return nested.getEnclosingClass().map(HouseTest::topLevelName).orElse(nested.getName());
    }
}
