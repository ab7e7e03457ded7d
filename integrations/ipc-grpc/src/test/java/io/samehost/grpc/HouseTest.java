package io.samehost.grpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.samehost.fixture.RoomsContract;
import org.junit.jupiter.api.Test;

/** Two siblings on what both ends of gRPC share, and what users see on top. */
final class HouseTest extends RoomsContract {
    private static final JavaClasses HOUSE = classesOf(GrpcServices.class);

    HouseTest() {
        super("io.samehost.grpc", HOUSE, """
            flow:
            value:
            serving: flow value
            calling: flow value
            grpc:    serving calling value
            """);
    }

    @Test
    void ofGrpcItKnowsTheInterfacesAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl",
                        "javax.security.auth.x500",
                        "io.grpc",
                        "io.samehost.client",
                        "io.samehost.server..",
                        "io.samehost.transport.peer",
                        "io.samehost.wire..",
                        "io.samehost.grpc..")
                .check(HOUSE);
    }
}
