package io.samehost.transport.peer;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table as Linux prints it, in {@code /proc/net/tcp} and {@code tcp6}. Columns as in proc_net_tcp(5): {@code sl
 * local_address rem_address st queues tr:when retrnsmt uid timeout inode}.
 *
 * <p>The kernel looks through all its buckets for the end of a file, which takes 3.4 ms if it has 262,144 of them, and
 * about half of that for a row, which is anywhere. Listeners come first. So a file is read a few rows at a time, and no
 * further than it has to be.
 */
final class ProcTcpTable implements TcpTable {
    private static final int READ_BYTES = 512;

    private final List<Path> files;

    /** An IPv4 connection stands in tcp6 if its socket is a dual-stack one, as the JDK's are. */
    ProcTcpTable() {
        this(List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp")));
    }

    ProcTcpTable(List<Path> files) {
        this.files = files;
    }

    @Override
    public boolean isCheap() {
        return false;
    }

    @Override
    public Rows read(Set<TcpEnds> wanted, Optional<InetSocketAddress> server) throws IOException {
        Reading reading = new Reading(wanted, server);
        for (Path file : files) {
            if (!reading.hasEnough()) {
                reading.read(file);
            }
        }
        return new Rows(reading.connections, reading.listeners);
    }

    /** Goes through the files once. */
    private static final class Reading {
        private final Map<String, TcpEnds> printed = new HashMap<>();
        private final Map<TcpEnds, TcpSocket> connections = new HashMap<>();
        private final List<TcpSocket> listeners = new ArrayList<>();

        /** Listeners of the file that is being read. */
        private final List<TcpSocket> exact = new ArrayList<>();

        private final List<TcpSocket> wildcard = new ArrayList<>();
        private final Optional<InetSocketAddress> server;
        private final int enough;

        Reading(Set<TcpEnds> wanted, Optional<InetSocketAddress> server) {
            for (TcpEnds ends : wanted) {
                ProcRow.printed(ends).forEach(text -> printed.put(text, ends));
            }
            this.server = server;
            this.enough = wanted.size();
        }

        boolean hasEnough() {
            return connections.size() == enough;
        }

        void read(Path file) throws IOException {
            try (BufferedReader rows = open(file)) {
                rows.readLine(); // names the columns
                boolean listening = server.isPresent();

                String row = rows.readLine();
                while (row != null && !hasEnough()) {
                    listening = listening && addListener(row);
                    addConnection(row);
                    row = rows.readLine();
                }
                addListeners();
            } catch (NoSuchFileException e) {
                // without IPv6 there is no tcp6
            }
        }

        /** The kernel prefers a socket that is bound to the very address. */
        private void addListeners() {
            listeners.addAll(exact.isEmpty() ? wildcard : exact);
            exact.clear();
            wildcard.clear();
        }

        /** False once the rows of listeners are over. */
        private boolean addListener(String row) throws IOException {
            TcpSocket socket = ProcRow.socket(row);
            if (socket.state() != TcpSocket.LISTEN) {
                return false;
            }
            InetSocketAddress bound = ProcRow.endpoint(ProcRow.columns(row)[1]);
            if (bound.equals(server.get())) {
                exact.add(socket);
            } else if (bound.getPort() == server.get().getPort()
                    && bound.getAddress().isAnyLocalAddress()) {
                wildcard.add(socket);
            }
            return true;
        }

        /** Thousands of rows may be others', so none is taken apart that is not one of those. */
        private void addConnection(String row) throws IOException {
            TcpEnds ends = printed.get(ProcRow.ends(row));
            if (ends != null) {
                TcpSocket socket = ProcRow.socket(row);
                // An earlier connection with the same ends may have left something.
                if (socket.state() != TcpSocket.TIME_WAIT) {
                    connections.put(ends, socket);
                }
            }
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new SmallReads(Files.newInputStream(file)), StandardCharsets.US_ASCII));
    }

    /** Gives out {@link #READ_BYTES} at a time, whatever a reader asks for. */
    private static final class SmallReads extends FilterInputStream {
        SmallReads(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, READ_BYTES));
        }
    }
}
