package shim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ModulePathTest {
    /** Surefire's {@code useModulePath} says how this project is tested; a test that ran the wrong way would prove nothing. */
    @Test
    void theLibrariesAreModulesIfTheTestsRunOnTheModulePath() {
        boolean expected = Boolean.parseBoolean(System.getProperty("modules", "true"));

        assertEquals(expected, RunContainer.class.getModule().isNamed());
    }
}
