package io.samehost.client.files;

import io.samehost.server.Server;
import io.samehost.server.files.FilesService;
import java.io.IOException;
import java.nio.file.Path;

/** A server of files as a process of its own: {@code ADDRESS DIRECTORY}. Says {@code ready} and ends with its input. */
final class FilesProgram {
    private FilesProgram() {}

    public static void main(String[] args) throws IOException {
        try (Server server = Server.builder()
                .add(new FilesService(Path.of(args[1])))
                .listen(args[0])
                .start()) {
            System.out.println("ready " + server.addresses().get(0));
            while (System.in.read() >= 0) {
                // until the parent is gone
            }
        }
    }
}
