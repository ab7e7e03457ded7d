package io.samehost.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.samehost.address.Address;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.report.Reports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OpenConnectionsTest {
    private static final int COUNT = 100;

    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final OpenConnections open =
            new OpenConnections(Duration.ZERO, Duration.ZERO, Duration.ZERO, budget, Reports.NONE);

    /** Without memory a connection has to end all the same, so that its place is free again. */
    @Test
    void toLeaveTakesNoMemory() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        try (SocketChannel channel = SocketChannel.open()) {
            List<AcceptedConnection> connections = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                connections.add(new AcceptedConnection(
                        1_000_000 + i, Address.parse("tcp:127.0.0.1:1"), channel, Optional.empty(), budget));
            }
            open.add(connections.get(0));
            open.remove(connections.get(0)); // classes are loaded, those of the last one to leave too
            connections.forEach(open::add);
            open.remove(connections.get(0));
            threads.getThreadAllocatedBytes(own);
            long before = threads.getThreadAllocatedBytes(own);
            for (int i = 1; i < COUNT; i++) {
                open.remove(connections.get(i));
            }
            long after = threads.getThreadAllocatedBytes(own);
            assertEquals(0, after - before);
            assertEquals(0, open.count());
        }
    }
}
