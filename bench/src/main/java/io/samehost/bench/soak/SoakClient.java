package io.samehost.bench.soak;

import io.samehost.address.Address;
import io.samehost.bench.load.rpc.RpcPipelined;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.process.LiveHeap;
import io.samehost.bench.process.ParentLine;
import io.samehost.client.Client;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The client that makes the load, on one connection.
 *
 * <pre>
 * in  connect ADDRESS               out  connected
 *     call SIZE WINDOW MILLIS            called RATE    so many calls a second, all echoed well
 *     heap                               heap BYTES
 * </pre>
 */
final class SoakClient {
    private final Client client;

    private SoakClient(Client client) {
        this.client = client;
    }

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try (Client client = Client.connect(Address.parse(parent.next().substring("connect ".length())))) {
            parent.say("connected");
            SoakClient soak = new SoakClient(client);
            while (true) {
                String instruction = parent.next();
                if (instruction.equals("heap")) {
                    parent.say("heap", Long.toString(LiveHeap.bytes()));
                } else {
                    parent.say("called", Double.toString(soak.callsPerSecond(instruction.split(" ", -1))));
                }
            }
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    @SuppressWarnings("resource") // closing it would close the client
    private double callsPerSecond(String[] instruction) throws IOException {
        int sizeBytes = Integer.parseInt(instruction[1]);
        int window = Integer.parseInt(instruction[2]);
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(instruction[3]));
        Recording recording = new Recording();
        long startNanos = System.nanoTime();
        new RpcPipelined(client, sizeBytes, window).run(recording, nanos);
        long elapsedNanos = System.nanoTime() - startNanos;
        if (recording.errors() > 0) {
            throw new IOException("wrong echoes: errors=" + recording.errors());
        }
        return recording.latency().getTotalCount() * 1e9 / elapsedNanos;
    }
}
