package io.samehost.bench.footprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.address.Address;
import io.samehost.bench.load.rpc.Calls;
import io.samehost.bench.load.rpc.RpcPingPong;
import io.samehost.bench.load.workload.Recording;
import io.samehost.bench.load.workload.Stamp;
import io.samehost.bench.process.ParentLine;
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
 *     idle NUMBER            idle           opens or closes some until there are so many beside the calling one
 *     first                  first JSON     one call on each idle one, in no order, and after each one on the calling one
 * </pre>
 */
final class FootprintClient implements Closeable {
    private static final long SEED = 3490;

    private final Address address;
    private final int sizeBytes;
    private final Calls calling;
    private final RpcPingPong caller;
    private final List<Calls> idle = new ArrayList<>();

    private FootprintClient(Address address, int sizeBytes) throws IOException {
        this.address = address;
        this.sizeBytes = sizeBytes;
        this.calling = Calls.over(Client.connect(address));
        this.caller = new RpcPingPong(calling, sizeBytes);
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
                keepIdle(Integer.parseInt(instruction[1]));
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

    private void keepIdle(int number) throws IOException {
        while (idle.size() < number) {
            idle.add(Calls.over(Client.connect(address)));
        }
        while (idle.size() > number) {
            idle.remove(idle.size() - 1).close();
        }
    }

    private ObjectNode first() throws IOException, CallException {
        List<Calls> order = new ArrayList<>(idle);
        Collections.shuffle(order, new Random(SEED));
        Recording first = new Recording();
        Recording others = new Recording();
        byte[] payload = Stamp.payload(sizeBytes);
        long startNanos = System.nanoTime();
        for (Calls unused : order) {
            first.reply(callNanos(unused, payload));
            others.reply(callNanos(calling, payload));
        }
        long elapsedNanos = System.nanoTime() - startNanos;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("first", first.toJson(elapsedNanos));
        json.set("others", others.toJson(elapsedNanos));
        return json;
    }

    private static long callNanos(Calls calls, byte[] payload) throws IOException, CallException {
        long sentNanos = System.nanoTime();
        calls.call(payload);
        return System.nanoTime() - sentNanos;
    }

    @Override
    public void close() throws IOException {
        caller.close();
        for (Calls unused : idle) {
            unused.close();
        }
    }
}
