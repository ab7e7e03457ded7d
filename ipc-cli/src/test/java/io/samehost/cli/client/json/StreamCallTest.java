package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.Workplace;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code ipc-client call} of streams, with a schema and without. */
final class StreamCallTest extends EchoFixture {
    @Test
    void streamsOfEveryKindAreCalledWithoutSayingSo() throws Exception {
        prints(
                ANN + "\n" + ANN + "\n",
                "call",
                typed(),
                "demo.Echo/Repeat",
                "-d",
                "{\"person\":" + ANN + ",\"times\":2}");
        prints("{\"people\":\"3\"}\n", "call", typed(), "demo.Echo/Count", "-d", "{} {} {}");
        prints("{}\n" + ANN + "\n", "call", typed(), "demo.Echo/Each", "-d", "{}" + ANN);
        prints(
                "{\"answer\":{}}\n{\"status\":\"OK\",\"code\":0}\n",
                "call",
                typed(),
                "demo.Echo/Each",
                "-d",
                "{}",
                "--json");
    }

    @Test
    void aMessageOfAStreamIsSentAndPrintedAsItComes() throws Exception {
        Process talk = work.talk(Workplace.java(IpcClient.class, "call", typed(), "demo.Echo/Each", "-d", "-"));
        OutputStream in = talk.getOutputStream();
        BufferedReader out = talk.inputReader(StandardCharsets.UTF_8);
        for (String name : new String[] {"a", "b"}) {
            in.write(("{\"name\": \"" + name + "\"}\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            assertEquals("{\"name\":\"" + name + "\"}", out.readLine());
        }
        in.close();
        assertEquals(null, out.readLine());
        assertEquals(0, talk.waitFor());
    }

    @Test
    void aMistakeInTheMiddleOfAStreamEndsIt() throws Exception {
        Workplace.Result result = work.client("call", typed(), "demo.Echo/Each", "-d", "{}\n{\"nmae\":1}");
        assertEquals(2, result.exitCode(), result.err());
        assertTrue(
                result.err().startsWith("ipc-client: unknown field: field=nmae message=demo.Person line=2"),
                result.err());
    }

    @Test
    void aStreamThatMeetsItsDeadlineIsNotTakenForAUnaryCall() throws Exception {
        Workplace.Result result = work.client("call", typed(), "grpc.health.v1.Health/Watch", "--timeout", "300ms");
        assertEquals("{\"status\":\"SERVING\"}\n", result.out());
        assertTrue(result.err().startsWith("ipc-client: DEADLINE_EXCEEDED: deadline passed"), result.err());
        assertFalse(result.err().contains("--stream"), result.err());
        assertEquals(68, result.exitCode());
    }

    @Test
    void withoutASchemaEachLineOfAStreamIsAMessage() throws Exception {
        prints("a\nbc\n", "call", silent(), "demo.Echo/Each", "--stream", "bidi", "-d", "a\nbc\n");
        byte[] two = {1, 'a', 2, 'b', '\n'};
        Path file = work.file("data", two);
        assertArrayEquals(
                two,
                work.client("call", silent(), "demo.Echo/Each", "--stream", "bidi", "--delimited", "-d", "@" + file)
                        .outBytes());
        fails(
                2,
                "message is cut off: length=9 bytes there=1 bytes",
                "call",
                silent(),
                "demo.Echo/Count",
                "--stream",
                "client",
                "--delimited",
                "-d",
                "\tx");
    }

    @Test
    void aStreamThatIsCalledAsIfItWereNoneSaysWhatToType() throws Exception {
        fails(
                67,
                "INVALID_ARGUMENT: method takes a stream, open it as one, it is a client-stream: add --stream client",
                "call",
                silent(),
                "demo.Echo/Count");
        fails(
                77,
                "INTERNAL: server answered with a stream, open the method as one"
                        + ", it is a server-stream: add --stream server",
                "call",
                silent(),
                "demo.Echo/Repeat",
                "-d",
                "\n\3\n\1A\u0010\u0001");
        fails(
                2,
                "method is of another kind: method=demo.Echo/Once kind=unary, leave --stream out",
                "call",
                silent(),
                "demo.Echo/Once",
                "--stream",
                "bidi");
        fails(
                2,
                "the schema says otherwise: --stream bidi schema=server, leave --stream out",
                "call",
                silent(),
                "demo.Echo/Repeat",
                "--stream",
                "bidi",
                "--protoset",
                work.file("set", DemoSchema.bytes()).toString());
    }
}
