package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.client.IpcClient;
import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.cli.server.IpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who needs only the JDK's AF_UNIX and TCP may leave junixsocket out. */
@Timeout(120)
final class WithoutJunixsocketTest {
    private static final String DEPENDENCY = "add the dependency com.kohlschutter.junixsocket:junixsocket-core";

    /** A program of a user, which serves one address, calls itself there, and prints the answer or what is wrong. */
    private static final String PROGRAM = """
        package app;

        import io.samehost.client.Client;
        import io.samehost.server.Server;

        public final class Main {
            public static void main(String[] args) throws Exception {
                try (Server server = Server.builder()
                                .handle("app.Echo", "Echo", request -> request.payload())
                                .listen(args[0])
                                .start();
                        Client client = Client.connect(server.addresses().get(0).toString())) {
                    System.out.println(new String(client.call("app.Echo", "Echo", "hi".getBytes())));
                } catch (java.io.IOException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
        """;

    private static final String MODULE = "module app { requires io.samehost.client; requires io.samehost.server; }";

    private Workplace work;

    @BeforeEach
    void open() throws IOException {
        work = new Workplace();
    }

    @AfterEach
    void close() throws IOException {
        work.close();
    }

    private static List<String> entries() {
        return List.of(System.getProperty("java.class.path").split(":", -1));
    }

    private static boolean isJunixsocket(String entry) {
        return entry.contains("junixsocket");
    }

    private static String classPath() {
        return entries().stream().filter(entry -> !isJunixsocket(entry)).collect(Collectors.joining(":"));
    }

    private Workplace.Result run(Class<?> program, String... arguments) throws Exception {
        return work.run(Workplace.java(classPath(), program, arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./s", "tcp:127.0.0.1:0", "udp:127.0.0.1:0"})
    void theCommandsServeAndCallOverWhatTheJdkHas(String address) throws Exception {
        ServerProcess server = work.server(
                Workplace.java(classPath(), IpcServer.class, "rpc", "-l", address, "--allow-any-user"), Map.of());

        Workplace.Result result = run(
                IpcClient.class, "call", server.address(), "samehost.Echo/Echo", "-d", "hi", "--server-user", "any");

        assertEquals("hi", result.out(), result::err);
        assertEquals(0, result.exitCode(), result::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:@name", "unix:./s?provider=junixsocket", "unixgram:./g"})
    void theCommandsSayInOneLineThatItIsMissing(String address) throws Exception {
        String message = "junixsocket is missing: address=" + address + ", " + DEPENDENCY + '\n';

        Workplace.Result served = run(IpcServer.class, "rpc", "-l", address);
        assertEquals("ipc-server: " + message, served.err());
        assertEquals(3, served.exitCode());

        Workplace.Result called = run(IpcClient.class, "call", address, "samehost.Echo/Echo");
        assertEquals("ipc-client: " + message, called.err());
        assertEquals(3, called.exitCode());
    }

    @Test
    void itsNativePartMayBeMissingAlone() throws Exception {
        String classPath =
                entries().stream().filter(entry -> !entry.contains("-native-")).collect(Collectors.joining(":"));

        Workplace.Result result = work.run(Workplace.java(classPath, IpcServer.class, "rpc", "-l", "unix:@name"));

        assertEquals("ipc-server: junixsocket is missing: address=unix:@name, " + DEPENDENCY + '\n', result.err());
    }

    @Test
    void theVersionNamesTheJdkAlone() throws Exception {
        assertTrue(run(IpcClient.class, "-V").out().endsWith("\nAF_UNIX by jdk\n"));
    }

    /** Our libraries as modules, and junixsocket's modules if they are wanted. */
    private static String modulePath(boolean withJunixsocket) {
        Stream<String> libraries = Stream.of("ipc-core", "ipc-server", "ipc-client")
                .map(module -> entries().stream()
                        .filter(entry -> entry.contains("/" + module + "/") || entry.contains("/" + module + "-0"))
                        .findFirst()
                        .orElseThrow());
        Stream<String> junixsocket =
                entries().stream().filter(entry -> withJunixsocket && isJunixsocket(entry) && entry.endsWith(".jar"));
        return Stream.concat(libraries, junixsocket).collect(Collectors.joining(":"));
    }

    private Path compiled() throws IOException {
        Path sources = Files.createDirectories(work.path("source/app"));
        Path main = Files.writeString(sources.resolve("Main.java"), PROGRAM);
        Path module = Files.writeString(work.path("source/module-info.java"), MODULE);
        Path classes = work.path("app");
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        modulePath(false),
                        module.toString(),
                        main.toString());
        assertEquals(0, errors, "compiler's exit code");
        return classes;
    }

    private Workplace.Result runModule(boolean withJunixsocket, String address) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        if (withJunixsocket) {
            command.addAll(List.of("--add-modules", "org.newsclub.net.unix,com.kohlschutter.junixsocket.nativecommon"));
        }
        command.addAll(List.of("-p", modulePath(withJunixsocket) + ':' + compiled(), "-m", "app/app.Main", address));
        return work.run(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:./s", "tcp:127.0.0.1:0"})
    void aProgramOfModulesServesAndCallsOverWhatTheJdkHas(String address) throws Exception {
        Workplace.Result result = runModule(false, address);

        assertEquals("hi\n", result.out(), result::err);
        assertEquals(0, result.exitCode(), result::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:@name", "unix:./s?provider=junixsocket", "unixgram:./g"})
    void aProgramOfModulesIsToldWhatToAddAndRequire(String address) throws Exception {
        Workplace.Result result = runModule(false, address);

        assertEquals(
                "junixsocket is missing: address=" + address + ", " + DEPENDENCY
                        + ", and require its modules org.newsclub.net.unix and"
                        + " com.kohlschutter.junixsocket.nativecommon\n",
                result.out(),
                result::err);
    }

    @Test
    void aProgramOfModulesThatRequiresItHasWhatTheJdkLacks() throws Exception {
        Workplace.Result result = runModule(true, work.address("unix:@%s"));

        assertEquals("hi\n", result.out(), result::err);
    }
}
