package io.samehost.grpc.beyond;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.samehost.fixture.TemporaryDirectory;
import io.samehost.grpc.GrpcServices;
import io.samehost.grpc.fixture.Certificates;
import io.samehost.grpc.fixture.Certificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code of {@code docs/beyond.md} stands in this package, but for blanks, and works. */
@Timeout(60)
final class BeyondPageTest {
    private static final Path PAGE = Path.of("../../docs/beyond.md");
    private static final Path PROGRAMS = Path.of("src/test/java/io/samehost/grpc/beyond");
    private static final Pattern BLOCK =
            Pattern.compile("^```(java|diff)$\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static Stream<MatchResult> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(block -> block.group(1).equals(language));
    }

    static Stream<String> changes() throws IOException {
        return blocks("diff").map(block -> block.group(2));
    }

    static Stream<String> code() throws IOException {
        return blocks("java").map(block -> block.group(2));
    }

    /** Lines that begin with one of these, without that. */
    private static String lines(String change, String marks) {
        return change.lines()
                .filter(line -> marks.indexOf(line.charAt(0)) >= 0)
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
    }

    private static void assertIsIn(String program, String code) throws IOException {
        String source = Files.readString(PROGRAMS.resolve(program + ".java"));
        assertTrue(withoutBlanks(source).contains(withoutBlanks(code)), () -> "not in " + program + ": " + code);
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatWasBeforeAndWhatComesAfterAreCompiled(String change) throws Exception {
        assertIsIn("OnOneMachine", lines(change, " -"));
        assertIsIn("BeyondIt", lines(change, " +"));
    }

    @ParameterizedTest
    @MethodSource("code")
    void whatStandsAloneIsCompiled(String code) throws Exception {
        assertIsIn(code.contains("ServerRequest") ? "BackupOnly" : "BeyondIt", code);
    }

    @Test
    void theChangesAreTenLines() throws Exception {
        assertEquals(
                10,
                changes()
                        .flatMap(String::lines)
                        .filter(line -> line.startsWith("+"))
                        .count());
    }

    @Test
    void theGreeterAnswersOnOneMachineAndBeyondIt() throws Exception {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Certificates certificates = new Certificates(directory.path());
            Identity own = certificates.make("server");
            Identity client = certificates.make("client");
            String address = "unix:" + directory.resolve("s");
            Server server = BeyondIt.serve(
                    0,
                    own.certificate().toFile(),
                    own.key().toFile(),
                    client.certificate().toFile());

            try (io.samehost.server.Server local = OnOneMachine.serve(address)) {
                assertEquals(List.of(local.addresses().get(0).toString()), List.of(address));
                assertEquals("Hello, world!", OnOneMachine.greet(address));
                assertEquals(
                        "Hello, world!",
                        BeyondIt.greet(
                                "localhost:" + server.getPort(),
                                client.certificate().toFile(),
                                client.key().toFile(),
                                own.certificate().toFile()));
            }
            BeyondIt.close(server, new GrpcServices());
            assertTrue(server.isTerminated());
        }
    }
}
