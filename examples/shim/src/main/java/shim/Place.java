package shim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that only this user can enter, until it is closed; what is put there is removed by whoever put it there. */
record Place(Path directory) implements AutoCloseable {
    static Place make() throws IOException {
        return new Place(
                Files.createTempDirectory("shim-" + ProcessHandle.current().pid() + "-"));
    }

    Path resolve(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() throws IOException {
        Files.delete(directory);
    }
}
