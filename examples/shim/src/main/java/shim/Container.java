package shim;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.server.Server;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import shim.containerd.CreateTaskRequest;
import shim.containerd.DeleteRequest;
import shim.containerd.KillRequest;
import shim.containerd.StartRequest;
import shim.containerd.TaskClient;
import shim.containerd.WaitRequest;
import shim.containerd.WaitResponse;

/** A container that runs once, and the calls to its shim in their order. */
final class Container {
    private static final int SIGKILL = 9;
    private static final int MOST_SECONDS = 5;
    private static final CallOptions SOON = CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(MOST_SECONDS));
    private static final CallOptions NO_DEADLINE = CallOptions.DEFAULT.withTimeout(Duration.ZERO);

    /** No other container of this machine has it. */
    private final String id = "run-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());

    private final Path bundle;
    private final PrintStream output;
    private final PrintStream notes;

    /** When nothing is left of it. */
    private final CountDownLatch tidied = new CountDownLatch(1);

    /** Both for {@link #kill}, and null until they are there. */
    private volatile Shim shim;

    private volatile TaskClient task;

    /**
     * @param bundle an absolute path
     * @param output what the container writes
     * @param notes what it writes to stderr, and the topics of its events
     */
    Container(Path bundle, PrintStream output, PrintStream notes) {
        this.bundle = bundle;
        this.output = output;
        this.notes = notes;
    }

    /** Returns its status. Nothing is left of it when this returns or throws. */
    int run() throws IOException, CallException {
        if (!Files.isRegularFile(bundle.resolve("config.json"))) {
            throw new IOException("no container is here: missing=" + bundle.resolve("config.json"));
        }
        EventPrinter events = new EventPrinter(notes);
        try (Place place = Place.make();
                Fifo stdout = Fifo.make(place.resolve("stdout"), output);
                Fifo stderr = Fifo.make(place.resolve("stderr"), notes);
                Server server = serve(events, place.resolve("events"));
                Shim started = Shim.start(id, bundle, server.addresses().get(0))) {
            shim = started;
            try (Client client = started.connect()) {
                task = TaskClient.of(client);
                create(stdout, stderr);
                task.start(StartRequest.newBuilder().setId(id).build());
                WaitResponse end = task.wait(WaitRequest.newBuilder().setId(id).build(), NO_DEADLINE);
                task.delete(DeleteRequest.newBuilder().setId(id).build());
                events.awaitDeleted();
                started.shutDown(task);
                return end.getExitStatus();
            }
        } finally {
            tidied.countDown();
        }
    }

    private static Server serve(EventPrinter events, Path socket) throws IOException {
        return Server.builder().listen("unix:" + socket).add(events).start();
    }

    private void create(Fifo stdout, Fifo stderr) throws IOException, CallException {
        task.create(CreateTaskRequest.newBuilder()
                .setId(id)
                .setBundle(bundle.toString())
                .setStdout(stdout.path().toString())
                .setStderr(stderr.path().toString())
                .build());
    }

    /** Ends it, and returns when {@link #run} has tidied up. If its shim does not answer, that is killed too. */
    void kill() throws IOException, CallException, InterruptedException {
        try {
            if (tidied.getCount() > 0 && task != null) {
                task.kill(KillRequest.newBuilder().setId(id).setSignal(SIGKILL).build(), SOON);
                tidied.await(MOST_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            if (shim != null) {
                shim.close();
                tidied.await(MOST_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
