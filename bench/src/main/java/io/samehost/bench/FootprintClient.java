package io.samehost.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.address.Address;
import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A client with one connection that calls and any number that do not: {@code FootprintClient SIZE}.
 *
 * <pre>
 * in  connect ADDRESS   out  connected
 *     call MILLIS            called JSON    latencies, and bytes allocated meanwhile
 *     idle NUMBER            idle           opens more until there are so many beside the calling one
 *     first                  first JSON     one call on each idle one, in no order: the latencies
 * </pre>
 */
final class FootprintClient implements Closeable {
    private static final long SEED = 3490;

    private final Address address;
    private final int sizeBytes;
    private final RpcPingPong caller;
    private final List<Client> idle = new ArrayList<>();

    private FootprintClient(Address address, int sizeBytes) throws IOException {
        this.address = address;
        this.sizeBytes = sizeBytes;
        this.caller = new RpcPingPong(Calls.over(Client.connect(address)), sizeBytes);
    }

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        try {
            Address address = Address.parse(parent.next().substring("connect ".length()));
            try (FootprintClient client = new FootprintClient(address, Integer.parseInt(args[0]))) {
                parent.say("connected");
                while (true) {
                    client.obey(parent.next().split(" ", 2), parent);
                }
            }
        } catch (IOException | CallException | RuntimeException e) {
            parent.fail(e);
        }
    }

    private void obey(String[] instruction, ParentLine parent) throws IOException, CallException {
        switch (instruction[0]) {
            case "call" ->
                parent.say("called", call(Long.parseLong(instruction[1])).toString());
            case "idle" -> {
                openUntil(Integer.parseInt(instruction[1]));
                parent.say("idle");
            }
            case "first" -> parent.say("first", first().toString());
            default -> throw new IllegalArgumentException("unknown: instruction=" + instruction[0]);
        }
    }

    private ObjectNode call(long millis) throws IOException {
        Recording recording = new Recording();
        long allocatedBefore = AllocationCounter.bytes();
        long startNanos = System.nanoTime();
        caller.run(recording, TimeUnit.MILLISECONDS.toNanos(millis));
        long elapsedNanos = System.nanoTime() - startNanos;
        long allocatedBytes = AllocationCounter.bytes() - allocatedBefore;
        return recording.toJson(elapsedNanos).put("allocatedBytes", allocatedBytes);
    }

    private void openUntil(int number) throws IOException {
        while (idle.size() < number) {
            idle.add(Client.connect(address));
        }
    }

    private ObjectNode first() throws IOException, CallException {
        List<Client> order = new ArrayList<>(idle);
        Collections.shuffle(order, new Random(SEED));
        Recording recording = new Recording();
        byte[] payload = Stamp.payload(sizeBytes);
        long startNanos = System.nanoTime();
        for (Client client : order) {
            long sentNanos = System.nanoTime();
            client.call(BenchServer.SERVICE, BenchServer.METHOD, payload);
            recording.reply(System.nanoTime() - sentNanos);
        }
        return recording.toJson(System.nanoTime() - startNanos);
    }

    @Override
    public void close() throws IOException {
        caller.close();
        for (Client client : idle) {
            client.close();
        }
    }
}
