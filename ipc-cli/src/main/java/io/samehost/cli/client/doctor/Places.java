package io.samehost.cli.client.doctor;

import io.samehost.daemon.ToolPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Directories that samehost puts something into. */
final class Places {
    static final String TEMPORARY_FIX = "set java.io.tmpdir to a directory that can be written and has room, as by"
            + " SAMEHOST_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY";

    static final String NOEXEC_FIX = "set java.io.tmpdir to a directory that is not mounted noexec, as by"
            + " SAMEHOST_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY";

    /** What a path of a socket may have, and what comes behind the parent: {@code /NAME/socket}, for a name of 16. */
    private static final int SOCKET_PATH_BYTES = 106;

    private static final int NAME_BYTES = 24;

    private Places() {}

    static List<Check> all() {
        return List.of(
                new Check("temporary directory", Places::temporary),
                new Check("runtime directory", Places::runtime),
                new Check("/dev/shm", Places::sharedMemory));
    }

    /** False where nobody can say. */
    static boolean isNoexec(String directory) {
        try {
            return Files.isDirectory(Path.of(directory)) && SystemFile.isNoexec(Path.of(directory));
        } catch (IOException e) {
            return false;
        }
    }

    private static Finding temporary() throws IOException {
        Path place = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
            return Finding.broken(
                    place + (Files.isDirectory(place) ? " cannot be written" : " is no directory"), TEMPORARY_FIX);
        }
        String room = place + " has " + SystemFile.room(place);
        return SystemFile.isNoexec(place)
                ? Finding.note(
                        room + ", and is mounted noexec",
                        "junixsocket unpacks its library in the home or the working directory then")
                : Finding.ok(room);
    }

    private static Finding runtime() {
        ToolPlaces places = ToolPlaces.ofThisUser();
        String passedOver =
                places.passedOver().isEmpty() ? "" : ", passed over: " + String.join(", ", places.passedOver());
        Path first = places.parents().get(0);
        String fix = "set XDG_RUNTIME_DIR to a directory of your own with a short path";
        if (!Files.isWritable(first)) {
            return Finding.broken("daemons of tools have no place: " + first + " cannot be written" + passedOver, fix);
        }
        if (first.toString().getBytes(StandardCharsets.UTF_8).length + NAME_BYTES > SOCKET_PATH_BYTES) {
            return Finding.broken(first + " is too long for the sockets of tools" + passedOver, fix);
        }
        String where = "daemons of tools are in " + first + passedOver;
        return places.parents().size() == 1
                ? Finding.note("none: " + where, "it does; a login by systemd brings one, XDG_RUNTIME_DIR")
                : Finding.ok(where);
    }

    private static Finding sharedMemory() throws IOException {
        Path place = Path.of("/dev/shm");
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
            return Finding.note(
                    place + (Files.isDirectory(place) ? " cannot be written" : " is not there"),
                    "samehost does without; programs that it is compared with may not");
        }
        return Finding.ok(place + " has " + SystemFile.room(place));
    }
}
