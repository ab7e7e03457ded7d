package shim;

import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import io.samehost.client.ConnectionClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shim.containerd.ShutdownRequest;
import shim.containerd.TaskClient;

/**
 * A process of {@code containerd-shim-runc-v2}, which runs one container. To close it removes whatever is left: the container,
 * the process, its socket, and the files that it wrote to the bundle.
 */
final class Shim implements AutoCloseable {
    private static final String PROGRAM = "containerd-shim-runc-v2";
    private static final String RUNC_ROOT = "/run/containerd/runc/" + TaskVersion.NAMESPACE;

    /** containerd 1.x prints the address alone, 2.0 among JSON, 2.3 among protobuf. */
    private static final Pattern ADDRESS = Pattern.compile("unix://([/\\w.-]+)");

    private static final List<String> WRITTEN_TO_BUNDLE =
            List.of("address", "init.pid", "log.json", "options.json", "runtime");

    private final String id;
    private final Path bundle;
    private final Fifo log;
    private final Path socket;

    /** Both guarded by this. */
    private boolean hasEnded;

    private boolean isClosed;

    private Shim(String id, Path bundle, Fifo log, Path socket) {
        this.id = id;
        this.bundle = bundle;
        this.log = log;
        this.socket = socket;
    }

    /**
     * Starts a shim for the container of a bundle, which is there when this returns.
     *
     * @param id no other container of this machine has it
     * @param events where it is to send its events, an AF_UNIX socket
     */
    static Shim start(String id, Path bundle, Address events) throws IOException {
        String path = events.toString().substring("unix:".length());
        // A shim opens this pipe before all else. It says there what it does.
        Fifo log = Fifo.make(bundle.resolve("log"), OutputStream.nullOutputStream());
        try {
            String said = Program.run(bundle, Map.of("TTRPC_ADDRESS", path), command(id));
            Matcher address = ADDRESS.matcher(said);
            if (!address.find()) {
                throw new IOException("shim does not tell its address: said=" + said.strip());
            }
            return new Shim(id, bundle, log, Path.of(address.group(1)));
        } catch (IOException e) {
            processes(id).forEach(ProcessHandle::destroyForcibly);
            log.close();
            throw e;
        }
    }

    /** Nobody connects to the address of containerd, but the name of the shim's socket is made of it. */
    private static List<String> command(String id) {
        String containerd = "/run/containerd/containerd.sock";
        return List.of(PROGRAM, "-namespace", TaskVersion.NAMESPACE, "-id", id, "-address", containerd, "start");
    }

    /** The client is the caller's to close. */
    Client connect() throws IOException, CallException {
        return TaskVersion.connect(Address.parse("unix:" + socket), id);
    }

    /** Ends a shim whose container is deleted. */
    synchronized void shutDown(TaskClient task) throws IOException, CallException {
        try {
            task.shutdown(ShutdownRequest.newBuilder().setId(id).build());
        } catch (ConnectionClosedException e) {
            // It may end without an answer.
        }
        hasEnded = log.end();
    }

    @Override
    public synchronized void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (log) {
            if (!hasEnded) {
                remove();
            }
        } finally {
            Files.deleteIfExists(socket);
            for (String name : WRITTEN_TO_BUNDLE) {
                Files.deleteIfExists(bundle.resolve(name));
            }
        }
    }

    /**
     * A container outlives its shim, so it goes first. The shim has a command {@code delete} for that; in 1.6 it wants a bundle
     * whose directory has the name of the container.
     */
    private void remove() throws IOException {
        try {
            Program.run(bundle, Map.of(), List.of("runc", "--root", RUNC_ROOT, "delete", "--force", id));
        } finally {
            processes(id).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The shim is no child of this process: the program that started it has ended. */
    private static List<ProcessHandle> processes(String id) {
        return ProcessHandle.allProcesses()
                .filter(each -> Arrays.asList(each.info().arguments().orElse(new String[0]))
                        .contains(id))
                .toList();
    }
}
