package io.samehost.bench.load.raw;

import io.samehost.address.Address;
import io.samehost.bench.scenario.Wait;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.ListenOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends each datagram back to where it came from. AF_UNIX tells when the client has no room for it, so it waits for that; UDP
 * loses it.
 */
public final class DatagramEcho implements Closeable {
    private static final int LARGEST_BYTES = 1 << 18;
    private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DatagramPort port;
    private final Wait wait;

    private DatagramEcho(DatagramPort port, Wait wait) {
        this.port = port;
        this.wait = wait;
    }

    public static DatagramEcho start(String address, Wait wait) throws IOException {
        DatagramEcho echo = new DatagramEcho(Datagrams.bind(Address.parse(address), ListenOptions.DEFAULT), wait);
        Thread thread = new Thread(echo::serve, "datagram-echo");
        thread.setDaemon(true);
        thread.start();
        return echo;
    }

    public Address address() {
        return port.address();
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_BYTES);
        try {
            while (true) {
                if (!echo(buffer) && wait == Wait.BLOCKING) {
                    port.await(LOOK_NANOS);
                }
            }
        } catch (IOException | RuntimeException closed) {
            // the process is about to end
        }
    }

    /** False if there was nothing to receive. */
    private boolean echo(ByteBuffer buffer) throws IOException {
        Optional<SocketAddress> from = port.receive(buffer.clear());
        if (from.isEmpty()) {
            return false;
        }
        buffer.flip();
        while (!port.send(buffer, from.get())) {
            LockSupport.parkNanos(FULL_PAUSE_NANOS);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
