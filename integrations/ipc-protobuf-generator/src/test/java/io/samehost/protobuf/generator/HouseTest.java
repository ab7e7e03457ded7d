package io.samehost.protobuf.generator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.samehost.fixture.RoomsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** One room, which knows protobuf alone; what it generates knows what users know. */
final class HouseTest extends RoomsContract {
    private static final JavaClasses HOUSE = classesOf(Generator.class);
    private static final String GOLDEN = "io.samehost.protobuf.generator.golden";

    HouseTest() {
        super("io.samehost.protobuf.generator", HOUSE, """
            generator:
            """);
    }

    @Test
    void theGeneratorNeedsProtobufAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.lang.model", "com.google.protobuf..", "io.samehost.protobuf.generator")
                .check(HOUSE);
    }

    @Test
    void stubsNeedOnlyWhatIsPromisedToUsers() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.google.protobuf",
                        GOLDEN + "..",
                        "io.samehost.protobuf",
                        "io.samehost.wire",
                        "io.samehost.server",
                        "io.samehost.server.handler",
                        "io.samehost.client")
                .check(new ClassFileImporter().importPath(Path.of("target", "test-classes", GOLDEN.replace('.', '/'))));
    }
}
