package io.samehost.cli.client;

import io.samehost.fixture.TemporaryDirectory;
import io.samehost.server.Server;
import io.samehost.server.files.FilesService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** A server of files, and the command that gets them. */
@Timeout(60)
abstract class GetCommandFixture {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    TemporaryDirectory top;
    Server server;

    @BeforeEach
    void start() throws IOException {
        top = new TemporaryDirectory();
        Files.createDirectories(top.resolve("served/directory"));
        Files.createDirectory(top.resolve("here"));
        Files.writeString(top.resolve("served/directory/a"), "content");
        Files.createSymbolicLink(top.resolve("served/out"), Path.of("/etc/passwd"));
        server = Server.builder()
                .add(new FilesService(top.resolve("served")))
                .listen(address())
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        top.close();
    }

    String address() {
        return "unix:" + top.resolve("s");
    }

    Path here(String name) {
        return top.resolve("here").resolve(name);
    }

    int get(String... arguments) {
        List<String> all = new ArrayList<>(List.of("get", address()));
        all.addAll(List.of(arguments));
        CommandLine commandLine = ClientCommand.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(all.toArray(String[]::new));
    }

    int get(String name, Path target) {
        return get(name, "-o", target.toString());
    }
}
