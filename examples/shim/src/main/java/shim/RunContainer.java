package shim;

import io.samehost.client.CallException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * {@code RunContainer BUNDLE}: runs the container of a bundle, a directory with {@code config.json} and a root file system.
 * What the container writes is its output, and the container's status its own. Events and errors are on stderr.
 */
public final class RunContainer {
    private static final int NOT_RUN = 125;

    private RunContainer() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: RunContainer BUNDLE");
            System.exit(NOT_RUN);
        }
        Container container = new Container(Path.of(args[0]).toAbsolutePath(), System.out, System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(container)));
        System.exit(run(container, System.err));
    }

    /** Returns what this program's status is to be. Nothing is left of the container then. */
    static int run(Container container, PrintStream notes) {
        try {
            return container.run();
        } catch (IOException | CallException e) {
            tell(notes, e);
            return NOT_RUN;
        }
    }

    /** At Ctrl-C; also at the end, when there is nothing left to kill. */
    private static void kill(Container container) {
        try {
            container.kill();
        } catch (IOException | CallException | InterruptedException e) {
            tell(System.err, e);
        }
    }

    /** Also of what could not be removed. */
    private static void tell(PrintStream notes, Exception failure) {
        notes.println("run-container: " + failure.getMessage());
        for (Throwable besides : failure.getSuppressed()) {
            notes.println("run-container: " + besides.getMessage());
        }
    }
}
