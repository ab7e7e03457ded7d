package io.samehost.transport.peer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the kernel about one socket at a time, by its own look-up: netlink's {@code NETLINK_SOCK_DIAG} (sock_diag(7)). Takes
 * microseconds and no privilege. Answers as {@link ProcTcpTable} does.
 */
final class NetlinkTcpTable implements TcpTable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 02000000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ENOENT = -2;

    /** No connection has it, so that the kernel gives whoever listens. */
    private static final int NO_PORT = 0;

    private final Calls calls;
    private final int descriptor;

    /** Guarded by this, as what the kernel has yet to answer. */
    private final DiagMessage message = new DiagMessage(Arena.ofAuto());

    private NetlinkTcpTable(Calls calls, int descriptor) {
        this.calls = calls;
        this.descriptor = descriptor;
    }

    /** Empty unless native access is enabled for our module, and the kernel answers. Called by name. */
    static Optional<TcpTable> open() {
        if (!NetlinkTcpTable.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        try {
            Calls calls = new Calls();
            int descriptor = calls.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
            if (descriptor < 0) {
                return Optional.empty();
            }
            NetlinkTcpTable table = new NetlinkTcpTable(calls, descriptor);
            return finds(table) ? Optional.of(table) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // a sandbox, perhaps
        }
    }

    /** A kernel without the module answers as one without the socket. */
    private static boolean finds(NetlinkTcpTable table) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return !table.listeners((InetSocketAddress) socket.getLocalSocketAddress())
                    .isEmpty();
        }
    }

    @Override
    public boolean isCheap() {
        return true;
    }

    @Override
    public Rows read(Set<TcpEnds> wanted, Optional<InetSocketAddress> server) throws IOException {
        List<TcpSocket> listeners = server.isPresent() ? listeners(server.get()) : List.of();
        Map<TcpEnds, TcpSocket> connections = new HashMap<>();
        for (TcpEnds ends : wanted) {
            // Without such a connection, the kernel gives the socket that would accept it.
            find(ends)
                    .filter(socket -> socket.state() != TcpSocket.LISTEN)
                    .filter(socket -> socket.state() != TcpSocket.TIME_WAIT)
                    .ifPresent(socket -> connections.put(ends, socket));
        }
        return new Rows(connections, listeners);
    }

    /** The one that the kernel would give the next connection to. */
    private List<TcpSocket> listeners(InetSocketAddress address) throws IOException {
        byte[] anywhere = new byte[address.getAddress().getAddress().length];
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getByAddress(anywhere), NO_PORT);
        return find(new TcpEnds(address, nobody)).stream()
                .filter(socket -> socket.state() == TcpSocket.LISTEN)
                .toList();
    }

    private synchronized Optional<TcpSocket> find(TcpEnds ends) throws IOException {
        long length = message.ask(ends);
        require(calls.send(descriptor, message.request(), length, 0) == length, "send");
        while (true) {
            // The kernel has answered before send returns.
            long answered =
                    calls.receive(descriptor, message.answer(), message.answer().byteSize(), MSG_DONTWAIT);
            require(answered > 0, "recv");
            if (message.isAnswered(answered)) {
                return message.isError() ? absent(message.error()) : Optional.of(message.socket());
            }
        }
    }

    private static Optional<TcpSocket> absent(int error) throws IOException {
        require(error == ENOENT, "look-up");
        return Optional.empty();
    }

    private static void require(boolean holds, String step) throws IOException {
        if (!holds) {
            throw new IOException("kernel does not tell whose a socket is: step=" + step + " by=netlink");
        }
    }

    /** Functions of the C library. */
    @SuppressWarnings("restricted")
    private static final class Calls {
        private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT);

        private final MethodHandle socket = function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private final MethodHandle send = function("send", TRANSFER);
        private final MethodHandle receive = function("recv", TRANSFER);

        private static MethodHandle function(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
        }

        int socket(int family, int type, int protocol) throws IOException {
            try {
                return (int) socket.invokeExact(family, type, protocol);
            } catch (Throwable e) {
                throw new IOException("call of the C library failed: function=socket", e);
            }
        }

        long send(int descriptor, MemorySegment bytes, long length, int flags) throws IOException {
            return transfer(send, descriptor, bytes, length, flags);
        }

        long receive(int descriptor, MemorySegment bytes, long length, int flags) throws IOException {
            return transfer(receive, descriptor, bytes, length, flags);
        }

        private static long transfer(MethodHandle by, int descriptor, MemorySegment bytes, long length, int flags)
                throws IOException {
            try {
                return (long) by.invokeExact(descriptor, bytes, length, flags);
            } catch (Throwable e) {
                throw new IOException("call of the C library failed: function=" + by, e);
            }
        }
    }
}
