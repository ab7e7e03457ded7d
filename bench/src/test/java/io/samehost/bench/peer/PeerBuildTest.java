package io.samehost.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.bench.peer.Peers.Absent;
import io.samehost.bench.peer.Peers.Built;
import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.scenario.ServerKind;
import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers without a compiler: the tools are scripts of a line. */
@Timeout(60)
final class PeerBuildTest {
    @TempDir
    Path directory;

    private Path bin;

    @BeforeEach
    void makeBin() throws IOException {
        bin = Files.createDirectory(directory.resolve("bin"));
    }

    @Test
    void withoutItsCompilerAPeerSaysWhatToInstall() throws Exception {
        tool("dpkg-query", "echo installed 1.2-3");
        assertEquals(new Absent("not installed: apt-get install cc libnng-dev"), build(nng()));
    }

    @Test
    void withoutItsLibraryAPeerSaysWhatToInstall() throws Exception {
        tool("cc", "exit 0");
        tool("dpkg-query", "echo no packages found >&2; exit 1");
        assertEquals(new Absent("not installed: apt-get install cc libnng-dev"), build(nng()));
    }

    @Test
    void aPackageThatWasRemovedIsNotInstalled() throws Exception {
        tool("cc", "exit 0");
        tool("dpkg-query", "echo config-files 1.2-3");
        assertEquals(new Absent("not installed: apt-get install cc libnng-dev"), build(nng()));
    }

    @Test
    void aSystemWithoutDebiansPackagesHasNone() throws Exception {
        tool("cc", "exit 0");
        assertEquals(new Absent("not installed: apt-get install cc libnng-dev"), build(nng()));
    }

    @Test
    void aBuildThatFailsIsQuoted() throws Exception {
        tool("cc", "echo first line; echo 'peer.c:1: error: no space left'; exit 1");
        tool("dpkg-query", "echo installed 1.2-3");
        assertEquals(
                new Absent("does not build: peer.c:1: error: no space left log=" + directory.resolve("nng.log")
                        + ", apt-get install cc libnng-dev"),
                build(nng()));
    }

    @Test
    void aPeerThatIsBuiltHasTheVersionOfItsPackage() throws Exception {
        tool("cc", "exit 0");
        tool("dpkg-query", "echo installed 1.2-3");
        PeerRecipe recipe = nng();
        assertEquals(new Built(recipe, "1.2-3"), build(recipe));
        assertEquals("nng (1.2-3): as it comes", new Built(recipe, "1.2-3").words());
    }

    @Test
    void anAbsentPeerMakesItsScenariosUnavailable() {
        Peers peers = new Peers(Map.of(ServerKind.NNG, new Absent("not installed: apt-get install it")));
        UnavailableException unavailable =
                assertThrows(UnavailableException.class, () -> peers.program(ServerKind.NNG));
        assertEquals("not installed: apt-get install it", unavailable.getMessage());
        assertEquals(List.of(), peers.built());
    }

    private PeerRecipe nng() {
        return new PeerRecipe(
                ServerKind.NNG,
                "as it comes",
                Optional.of("libnng-dev"),
                "cc libnng-dev",
                directory,
                List.of("cc", "peer.c"),
                Map.of(),
                List.of("peer"));
    }

    private Peers.Peer build(PeerRecipe recipe) throws Exception {
        PrintWriter err = new PrintWriter(new StringWriter());
        return new PeerBuild(directory, new SearchPath(List.of(bin)), err)
                .build(List.of(recipe))
                .all()
                .get(recipe.peer());
    }

    private void tool(String name, String script) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
