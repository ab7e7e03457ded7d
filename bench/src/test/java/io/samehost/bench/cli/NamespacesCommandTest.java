package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class NamespacesCommandTest {
    @TempDir
    Path directory;

    @Test
    void bothFamiliesAreMeasuredInEveryPlaceAndNoNamespaceIsLeft() throws IOException {
        BenchCommand bench = new BenchCommand(directory.resolve("report"));
        int status = bench.execute("namespaces", "--rounds=1", "--seconds=0.02", "--warm-up=0.01", "--pin=none");
        assumeTrue(status != 3, bench.err());
        assertEquals(0, status, bench::err);
        JsonNode figures = new ObjectMapper()
                .readTree(directory.resolve("report").resolve("figures.json").toFile())
                .path("figures");
        List<String> names = new ArrayList<>();
        figures.forEach(figure -> names.add(figure.path("name").asText()));
        assertEquals(18, names.size());
        for (String name : List.of(
                "64 B ping-pong, on the host, unix",
                "64 B ping-pong, inside one network namespace, tcp",
                "64 KiB pipelined, 3 in flight, across two, by veth, tcp")) {
            assertTrue(names.contains(name), names::toString);
        }
        assertTrue(bench.out().startsWith("AF_UNIX or TCP, where containers run?\n"), bench::out);
        assertTrue(Files.exists(directory.resolve("report").resolve("index.html")));
        Path mine = Path.of("/run/netns/samehost-" + ProcessHandle.current().pid() + "-a");
        assertFalse(Files.exists(mine));
    }
}
