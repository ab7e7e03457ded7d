package io.samehost.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.samehost.bench.cli.Bench;
import io.samehost.fixture.RoomsContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The picture of this module, enforced: every package, and what each stands on. */
final class HouseTest extends RoomsContract {
    private static final String ROOT = "io.samehost.bench.";
    private static final JavaClasses HOUSE = classesOf(Bench.class);

    HouseTest() {
        super("io.samehost.bench", HOUSE, """
            process:
            scenario:
            plan:          process scenario
            floor:         process
            load.workload:
            load.raw:      load.workload scenario
            load.rpc:      load.workload
            load:          load.raw load.rpc load.workload process scenario
            result:        plan process scenario
            run:           floor load load.workload plan process result scenario
            saved:         process result scenario
            output:        plan process result saved scenario
            figure:        output process result
            report:        figure output process result saved
            footprint:     figure load.rpc load.workload process scenario
            sharing:       figure load.rpc load.workload process result scenario
            soak:          figure load.rpc load.workload process scenario
            peer:          output plan process result run scenario
            cli:           figure floor footprint output peer plan process report result run saved scenario sharing soak
            """);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(HOUSE);
    }

    /** The command line, the JSON of a report and the sockets of the library have one place each. */
    @ParameterizedTest
    @CsvSource({
        "picocli..,                         cli",
        "org.apache.commons.csv..,          output",
        "com.fasterxml.jackson.annotation.., saved",
        "io.samehost.transport..,           load.raw load process",
        "io.samehost.client..,              load.rpc load footprint sharing soak",
        "io.samehost.server..,              load.rpc load.raw load footprint sharing soak",
    })
    void aLibraryIsUsedWhereItBelongs(String library, String rooms) {
        String[] packages = Stream.of(rooms.split(" ")).map(ROOT::concat).toArray(String[]::new);
        noClasses()
                .that(resideOutsideOfPackages(packages))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(HOUSE);
    }

    /** Values, arithmetic and words need no process, no thread and no channel. */
    @ParameterizedTest
    @CsvSource({"scenario", "plan", "result", "output", "saved", "report", "figure"})
    void whatOnlyThinksStartsNothing(String name) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Process.class, ProcessBuilder.class, Thread.class)
                .check(HOUSE);
    }
}
