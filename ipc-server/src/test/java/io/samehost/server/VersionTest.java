package io.samehost.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The version that a server tells by {@code samehost.Server/Info}. */
final class VersionTest {
    private static final Pattern VERSION = Pattern.compile("<version>(.*)</version>");

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        assumeTrue(System.getProperty("basedir") != null, "only a build by Maven fills the version in");
        Matcher parent = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertEquals(parent.results().findFirst().orElseThrow().group(1), Version.text());
    }
}
