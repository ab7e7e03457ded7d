package io.samehost.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The upper floor of the house: server and client are siblings, and stand on the core. */
final class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.samehost");

    @ParameterizedTest
    @CsvSource({
        "server,    client",
        "client,    server",
        "address,   server",
        "address,   client",
        "transport, server",
        "transport, client",
        "wire,      server",
        "wire,      client",
        "protocol,  server",
        "protocol,  client",
    })
    void oneDoesNotKnowTheOther(String one, String other) {
        noClasses()
                .that()
                .resideInAPackage("io.samehost." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.samehost." + other + "..")
                .check(HOUSE);
    }

    @Test
    void onlyTheTransportTouchesJunixsocket() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.samehost.transport")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.newsclub..")
                .check(HOUSE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.samehost.(*)..").should().beFreeOfCycles().check(HOUSE);
    }
}
