package io.samehost.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.samehost.fixture.RoomsContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole house but the benchmark: the commands stand on two siblings, and those stand on the core. */
final class HouseTest extends RoomsContract {
    private static final String[] LIBRARIES = {
        "io.samehost.address..",
        "io.samehost.daemon..",
        "io.samehost.text..",
        "io.samehost.transport..",
        "io.samehost.wire..",
        "io.samehost.protocol..",
        "io.samehost.server..",
        "io.samehost.client.."
    };

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.samehost");

    HouseTest() {
        super("io.samehost.cli", HOUSE, """
            cli:
            client.connect: cli
            client.json:    cli
            client.form:    cli client.connect client.json
            client.call:    cli client.connect client.form client.json
            client.describe: cli client.connect client.json
            client.raw:     cli client.connect
            client.get:     cli client.connect
            client.tool:    cli
            client.doctor:  cli client.connect
            client:         cli client.connect client.call client.describe client.raw client.get client.tool client.doctor
            server:         cli
            """);
    }

    @ParameterizedTest
    @CsvSource({
        "server,     client",
        "client,     server",
        "cli.server, cli.client",
        "cli.client, cli.server",
        "cli.client, server",
        "cli.server, client",
    })
    void oneSiblingDoesNotKnowTheOther(String one, String other) {
        noClasses()
                .that()
                .resideInAPackage("io.samehost." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.samehost." + other + "..")
                .check(HOUSE);
    }

    @ParameterizedTest
    @CsvSource({"address", "daemon", "text", "transport", "wire", "protocol"})
    void theCoreKnowsNeitherSibling(String room) {
        noClasses()
                .that()
                .resideInAPackage("io.samehost." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.samehost.server..", "io.samehost.client..")
                .check(HOUSE);
    }

    @Test
    void noLibraryKnowsTheCommands() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.samehost.cli..")
                .check(HOUSE);
    }

    @Test
    void theLibrariesNeedTheJdkAloneAndOneRoomJunixsocket() {
        classes()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "jdk..", "io.samehost..", "org.newsclub..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.samehost.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.newsclub..")
                .check(HOUSE);
    }

    /** {@code TimeUnit.convert} takes what is too long for a {@code long} as for ever; these throw. */
    @ParameterizedTest
    @ValueSource(strings = {"toNanos", "toMillis"})
    void noDurationIsConvertedByWhatOverflows(String conversion) {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .or()
                .resideInAPackage("io.samehost.cli..")
                .should()
                .callMethod(Duration.class, conversion)
                .check(HOUSE);
    }

    @ParameterizedTest
    @CsvSource({
        "org.jline..,     io.samehost.cli.client.raw.TerminalChat",
        "me.tongfei..,    io.samehost.cli.client.get.DownloadBar",
    })
    void aLibraryForTerminalsIsKnownByOneClassOnly(String library, String user) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(user)
                .and()
                .haveNameNotMatching(user.replace(".", "\\.") + "\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(HOUSE);
    }

    /** They are loaded when a call is in JSON, and not before. */
    @ParameterizedTest
    @ValueSource(strings = {"com.google.protobuf..", "com.fasterxml.jackson.."})
    void librariesForJsonAreKnownByOneRoomOnly(String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.samehost.cli.client.json")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(HOUSE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.samehost.(**)").should().beFreeOfCycles().check(HOUSE);
    }
}
