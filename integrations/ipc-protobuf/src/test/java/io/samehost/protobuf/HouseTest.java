package io.samehost.protobuf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.samehost.fixture.RoomsContract;
import org.junit.jupiter.api.Test;

/** One room, between what both ends share and protobuf. */
final class HouseTest extends RoomsContract {
    private static final JavaClasses HOUSE = classesOf(MessageMarshaller.class);

    HouseTest() {
        super("io.samehost.protobuf", HOUSE, """
            protobuf:
            """);
    }

    @Test
    void itKnowsNeitherServerNorClient() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.google.protobuf", "io.samehost.wire", "io.samehost.protobuf")
                .check(HOUSE);
    }
}
