package io.samehost.cli.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.cli.fixture.ServerProcess;
import io.samehost.cli.fixture.Workplace;
import io.samehost.fixture.FreePort;
import io.samehost.fixture.ServiceManager;
import io.samehost.fixture.Tools;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ipc-server} as systemd, inetd and their like start it: on sockets of theirs, and telling them how it is. */
@Timeout(120)
final class SystemdTest {
    /** Listens, starts a command with the socket as systemd does, tells its exit status, and then answers by itself. */
    private static final String PARENT = """
        import os, socket, sys
        where, command = sys.argv[1], sys.argv[2:]
        listening = socket.socket(socket.AF_INET if where == "tcp" else socket.AF_UNIX)
        listening.bind(("127.0.0.1", 0) if where == "tcp" else where)
        listening.listen(8)
        pid = os.fork()
        if pid == 0:
            os.dup2(listening.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="main")
            os.execvp(command[0], command)
        print("exit", os.WEXITSTATUS(os.waitpid(pid, 0)[1]), flush=True)
        connection = listening.accept()[0]
        connection.sendall(b"parent")
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
        """;

    /** Starts a command with one connection as its standard streams, and prints the bytes that come out of it. */
    private static final String INETD = """
        import socket, subprocess, sys
        ours, theirs = socket.socketpair()
        child = subprocess.Popen(sys.argv[1:], stdin=theirs, stdout=theirs, stderr=theirs)
        theirs.close()
        print(ours.makefile("rb").read(), child.wait(), flush=True)
        """;

    /** Prints what a service tells, a datagram a line. */
    private static final String MANAGER = """
        import socket, sys
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        manager.bind(sys.argv[1].replace("@", "\\0"))
        print("bound", flush=True)
        while True:
            print(manager.recv(4096).decode().replace("\\n", "|"), flush=True)
        """;

    private Workplace work;

    @BeforeEach
    void openWorkplace() throws Exception {
        Tools.require("python3");
        work = new Workplace();
    }

    @AfterEach
    void closeWorkplace() throws Exception {
        work.close();
    }

    private static List<String> python(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", program));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> server(String... arguments) {
        List<String> command = new ArrayList<>(Workplace.java(IpcServer.class, arguments));
        command.add(1, "--enable-native-access=ALL-UNNAMED");
        return command;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void aPassedSocketIsServedAndLeftAsItWas(String family) throws Exception {
        Path file = work.path("passed");
        List<String> command = python(PARENT, family.equals("tcp") ? "tcp" : file.toString());
        command.addAll(server("rpc"));
        ServerProcess parent = work.server(command, Map.of());
        assertTrue(parent.ready().contains("provider=junixsocket"), parent.ready());

        assertEquals(
                "hi",
                work.client("call", parent.address(), "samehost.Echo/Echo", "-d", "hi")
                        .out());
        String pid = parent.ready().replaceFirst(".*pid=", "");
        new ProcessBuilder("kill", pid).start().waitFor();

        assertEquals("exit 143", parent.nextLine());
        assertEquals("parent", work.client("raw", parent.address()).out());
        assertEquals(family.equals("unix"), Files.exists(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void systemdsOwnProgramStartsAServerAndTheNextOneAfterItsEnd(String family) throws Exception {
        ServiceManager.require();
        String where = family.equals("tcp")
                ? "127.0.0.1:" + FreePort.on("127.0.0.1")
                : work.path("activated").toString();
        String address = family + ":" + where;
        Path told = work.path("manager");
        BufferedReader manager = work.talk(python(MANAGER, told.toString())).inputReader();
        assertEquals("bound", manager.readLine());
        List<String> command = withArguments(
                new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + told)), server("rpc", "--close-when-idle", "1s"));
        try (ServiceManager sockets = ServiceManager.start(List.of(where), command, work.path("activations"))) {
            for (int i = 0; i < 2; i++) {
                Workplace.Result called =
                        work.client("call", address, "samehost.Echo/Echo", "-d", "hi", "--wait", "30s");
                assertEquals("hi", called.out(), called.err());
                assertEquals("READY=1|STATUS=serving " + address, manager.readLine());
                assertEquals("STOPPING=1|STATUS=ending", manager.readLine());
            }
            assertTrue(sockets.isAlive());
        }
    }

    @Test
    void aConnectionFromInetdGetsTheServicesBytesAlone() throws Exception {
        Workplace.Result result = work.run(withArguments(python(INETD), server("hello", "-l", "fd:0")));
        assertEquals("b'Hello, world!' 0\n", result.out(), result.err());
    }

    /** What a child of the service complains of would come among the bytes. */
    @Test
    void aConnectionFromInetdGetsNoComplaints() throws Exception {
        Workplace.Result result = work.run(withArguments(
                python(INETD), server("exec", "-l", "fd:0", "--", "sh", "-c", "echo out; echo oops >&2")));
        assertEquals("b'out\\n' 0\n", result.out(), result.err());
    }

    /** A parent may talk to its child over a socket that it does not have it serve. */
    @Test
    void aSocketThatIsNotServedGetsWhatIsSaid() throws Exception {
        Workplace.Result result =
                work.run(withArguments(python(INETD), server("hello", "-l", "unix:./s", "-l", "unix:./s")));
        assertTrue(result.out().contains("address is in use"), result.out());
    }

    private static List<String> withArguments(List<String> command, List<String> arguments) {
        command.addAll(arguments);
        return command;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "@samehost-test-manager"})
    void theManagerHearsOfReadinessLifeAndEndInOrder(String name) throws Exception {
        String socket = name.startsWith("@")
                ? name + ProcessHandle.current().pid()
                : work.path("manager").toString();
        BufferedReader manager = work.talk(python(MANAGER, socket)).inputReader();
        assertEquals("bound", manager.readLine());
        ServerProcess server = work.server(
                server("rpc", "-l", "unix:./s"), Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "200000"));

        assertEquals("READY=1|STATUS=serving unix:./s", manager.readLine());
        assertEquals("WATCHDOG=1", manager.readLine());
        assertEquals("WATCHDOG=1", manager.readLine());
        server.kill("TERM");
        String told = manager.readLine();
        while (told.equals("WATCHDOG=1")) {
            told = manager.readLine();
        }
        assertEquals("STOPPING=1|STATUS=ending", told);
        assertEquals(143, server.exitCode());
    }

    @Test
    void aServerWhoseManagerIsGoneServes() throws Exception {
        ServerProcess server = work.server(
                server("rpc", "-l", "unix:./s"),
                Map.of("NOTIFY_SOCKET", work.path("gone").toString()));
        assertEquals(
                "hi",
                work.client("call", server.address(), "samehost.Echo/Echo", "-d", "hi")
                        .out());
        await().until(() -> server.err().contains("service manager cannot be told: NOTIFY_SOCKET="));
    }

    @Test
    void childrenGetNothingOfTheManager() throws Exception {
        ServerProcess server = work.server(
                server("exec", "-l", "unix:./s", "--", "env"),
                Map.of("NOTIFY_SOCKET", "/nowhere", "LISTEN_PID", "1", "LISTEN_FDS", "1", "WATCHDOG_USEC", "1000000"));
        String environment = work.client("raw", server.address()).out();
        assertTrue(environment.contains("PATH="), environment);
        assertTrue(!environment.contains("NOTIFY_SOCKET") && !environment.contains("LISTEN_"), environment);
        assertTrue(!environment.contains("WATCHDOG"), environment);
    }

    @Test
    void theUnitsAreWhatSystemdTakes() throws Exception {
        Tools.require("systemd-analyze");
        Files.createDirectory(work.path("a b%c$d"));
        String[] arguments = {"rpc", "-l", "unix:./s", "-ltcp:3490", "--mode=0660", "--files", "a b%c$d", "--print-unit"
        };
        String socket = print(arguments, "socket");
        assertTrue(
                socket.contains(
                        "\nListenStream=" + work.path("s") + "\nListenStream=127.0.0.1:3490\nSocketMode=0660\n"),
                socket);
        String service = print(arguments, "service");
        assertTrue(service.contains(" rpc --files \"a b%%c$$d\"\nWorkingDirectory=" + work.path("") + "\n"), service);
        Path units = Files.createDirectory(work.path("units"));
        Files.writeString(units.resolve("x.socket"), socket);
        Files.writeString(units.resolve("x.service"), service);
        Workplace.Result verified = work.run(List.of(
                "systemd-analyze",
                "verify",
                units.resolve("x.socket").toString(),
                units.resolve("x.service").toString()));
        assertEquals(0, verified.exitCode(), verified.err());
        assertEquals("", verified.err());
    }

    private String print(String[] arguments, String unit) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(unit);
        Workplace.Result printed = work.run(Workplace.java(IpcServer.class, all.toArray(String[]::new)));
        assertEquals(0, printed.exitCode(), printed.err());
        return printed.out();
    }

    @Test
    void aSocketThatSystemdCannotPassIsRefused() throws Exception {
        Workplace.Result result = work.failingServer("rpc", "-l", "unixgram:./s", "--print-unit", "socket");
        assertEquals(2, result.exitCode());
        assertEquals(
                "ipc-server: systemd cannot listen there for this server: address=unixgram:./s, use unix:PATH, unix:@NAME"
                        + " or tcp:PORT\n",
                result.err());
    }

    @Test
    void aServerMayEndOnceItIsIdle() throws Exception {
        ServerProcess server = work.server(server("rpc", "-l", "unix:./s", "--close-when-idle", "1s"), Map.of());
        assertEquals(
                "hi",
                work.client("call", server.address(), "samehost.Echo/Echo", "-d", "hi")
                        .out());
        assertEquals(0, server.exitCode());
        assertFalse(Files.exists(work.path("s")));
    }
}
