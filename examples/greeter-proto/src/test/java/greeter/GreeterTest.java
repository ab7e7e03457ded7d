package greeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.TypedStream;
import io.samehost.server.Server;
import io.samehost.wire.StatusCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GreeterTest {
    private static final Person ANN = Person.newBuilder().setName("Ann").build();
    private static final Person BOB = Person.newBuilder().setName("Bob").build();

    private Server server;
    private Client client;
    private GreeterClient greeter;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = Server.builder()
                .listen("unix:" + directory.resolve("s"))
                .add(new GreeterService())
                .start();
        client = Client.connect(server.addresses().get(0));
        greeter = GreeterClient.of(client);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private static List<String> texts(TypedStream<?, Greeting> stream) {
        List<String> texts = new ArrayList<>();
        stream.forEach(greeting -> texts.add(greeting.getText()));
        return texts;
    }

    @Test
    void oneIsGreeted() throws Exception {
        assertEquals("Hello, Ann!", greeter.greet(ANN).getText());
        assertEquals("Hello, Bob!", greeter.greetAsync(BOB).get().getText());
    }

    @Test
    void oneIsGreetedAgainAndAgain() throws Exception {
        Repetition twice =
                Repetition.newBuilder().setPerson(ANN).setTimes(2).build();
        try (var stream = greeter.repeat(twice)) {
            assertEquals(List.of("Hello, Ann!", "Hello, Ann!"), texts(stream));
        }
    }

    @Test
    void manyAreGreetedAtOnce() throws Exception {
        try (var people = greeter.welcome()) {
            people.send(ANN);
            people.send(BOB);
            assertEquals("Hello, Ann, Bob!", people.result().getText());
        }
    }

    @Test
    void whoeverComesIsGreeted() throws Exception {
        try (var people = greeter.meet()) {
            people.send(ANN);
            assertEquals("Hello, Ann!", people.receive().orElseThrow().getText());
            people.send(BOB);
            people.closeSend();
            assertEquals(List.of("Hello, Bob!"), texts(people));
        }
    }

    @Test
    void aDeadlineThatHasPassedEndsACall() {
        CallOptions late = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(-1));

        CallException failure = assertThrows(CallException.class, () -> greeter.greet(ANN, late));

        assertEquals(StatusCode.DEADLINE_EXCEEDED, failure.status().code());
    }

    /** Surefire's {@code useModulePath} says how this project is tested; a test that ran the wrong way would prove nothing. */
    @Test
    void theLibrariesAreModulesIfTheTestsRunOnTheModulePath() {
        boolean expected = Boolean.parseBoolean(System.getProperty("modules", "true"));

        assertEquals(expected, Server.class.getModule().isNamed());
        assertEquals(expected, Greeter.class.getModule().isNamed());
    }
}
