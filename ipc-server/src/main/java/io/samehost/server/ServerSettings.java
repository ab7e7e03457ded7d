package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.address.TcpAddress;
import io.samehost.address.UdpAddress;
import io.samehost.address.UnixDatagramAddress;
import io.samehost.server.engine.LoopSettings;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.listener.ServerListener;
import io.samehost.server.memory.MemoryBudget;
import io.samehost.server.rpc.Services;
import io.samehost.server.session.RawService;
import io.samehost.server.setting.Setting;
import io.samehost.server.setting.SettingException;
import io.samehost.transport.ChannelAddresses;
import io.samehost.transport.ListenOptions;
import io.samehost.transport.Transports;
import io.samehost.transport.peer.PeerPolicy;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of a {@link ServerBuilder}, with their defaults. Knows which of them do not go together. */
final class ServerSettings {
    private static final int WRITABLE_BY_OTHERS = 0022;

    final List<Address> addresses = new ArrayList<>();
    final List<ServerSocketChannel> channels = new ArrayList<>();
    final List<SocketChannel> connections = new ArrayList<>();
    final Services services = new Services();
    final Map<String, Supplier<byte[]>> schemas = new LinkedHashMap<>();
    final List<ServerInterceptor> interceptors = new ArrayList<>();
    final List<ServerListener> listeners = new ArrayList<>();
    Optional<RawService> raw = Optional.empty();
    EngineKind engine = EngineKind.THREADS;
    PeerPolicy peers = PeerPolicy.sameUser();
    int maxConnections = 1024;
    int maxInFlight = 256;
    Duration idleTimeout = Duration.ZERO;
    Duration messageTimeout = Duration.ofSeconds(30);
    Duration outputTimeout = Duration.ofMinutes(5);
    Duration drainTimeout = Duration.ofSeconds(5);
    boolean tellFailures;
    boolean tellSchema = true;
    Duration closeWhenIdle = Duration.ZERO;
    Duration spin = Duration.ZERO;
    Optional<Integer> loops = Optional.empty();
    MemoryBudget memory = MemoryBudget.ofHeap();
    int backlog = ListenOptions.DEFAULT.backlog();
    int socketFileMode = ListenOptions.DEFAULT.socketFileMode();
    int socketBufferBytes = ListenOptions.DEFAULT.socketBufferBytes();

    ListenOptions listenOptions() {
        return new ListenOptions(backlog, socketFileMode, socketBufferBytes);
    }

    LoopSettings loopSettings() {
        int half = Runtime.getRuntime().availableProcessors() / 2;
        return new LoopSettings(maxConnections, loops.orElse(Math.max(1, half)), spin);
    }

    /** Handlers' threads write their answers, with the event loop to channels that never block. */
    boolean allowVirtualThreads() {
        return engine == EngineKind.LOOP
                || (addresses.stream().allMatch(Transports::areJdkChannels)
                        && channels.stream().allMatch(ChannelAddresses::isOfTheJdk)
                        && connections.stream().allMatch(ChannelAddresses::isOfTheJdk));
    }

    static int requirePositive(Setting setting, int value) {
        return Math.toIntExact(requirePositive(setting, (long) value));
    }

    static long requirePositive(Setting setting, long value) {
        if (value < 1) {
            throw new SettingException("{0} must be positive: {0}={1}", setting, value);
        }
        return value;
    }

    /** Throws unless there is something to serve, in a way that exists. */
    void requireSense() {
        if (addresses.isEmpty() && channels.isEmpty() && connections.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on, add one such as unix:/run/tool.sock");
        }
        if (raw.isPresent() && !services.isEmpty()) {
            throw new IllegalArgumentException("a server has either handlers or one raw service, not both");
        }
        if (!spin.isZero() && engine == EngineKind.THREADS) {
            throw new SettingException(
                    "threads that block cannot spin: engine=threads spin={0}, use {1}",
                    spin, Setting.ENGINE.to("loop"));
        }
        if (loops.isPresent() && engine == EngineKind.THREADS) {
            throw new SettingException(
                    "each connection has a thread of its own: engine=threads {0}={1}, use {2}",
                    Setting.LOOPS, loops.get(), Setting.ENGINE.to("loop"));
        }
    }

    /** A loopback port is open to every user of the machine, so where users cannot be told apart, somebody has to decide. */
    void requireIdentifiablePeers(Address address) {
        boolean anybody = peers.permits(Optional.empty());
        if (address instanceof TcpAddress && !anybody && !PeerPolicy.canIdentifyTcpPeers()) {
            throw new SettingException(
                    "cannot tell who connects to a port on this system: address={0}"
                            + ", use a unix: address, or {1} to let every local user in",
                    address, Setting.ALLOW_ANY_USER.on());
        }
    }

    /** Throws unless datagrams can be served on this address. */
    void requireForDatagrams(Address address) {
        if (raw.isPresent()) {
            throw new IllegalArgumentException(
                    "a raw service needs streams: address=" + address + ", use unix: or tcp:");
        }
        requireIdentifiableSenders(address);
        requireSystemBuffers(address);
    }

    /**
     * A datagram does not say who sent it. So where only some users may call, the mode of an AF_UNIX socket's file has to
     * see to it; and UDP cannot be had, since every user may choose a source address among the machine's own.
     */
    private void requireIdentifiableSenders(Address address) {
        boolean anybody = peers.permits(Optional.empty());
        if (address instanceof UdpAddress && !anybody) {
            throw new SettingException(
                    "udp proves nothing about who sends: address={0}, let every user in with {1} or use unixgram:",
                    address, Setting.ALLOW_ANY_USER.on());
        }
        boolean othersMayWrite = (socketFileMode & WRITABLE_BY_OTHERS) != 0;
        if (address instanceof UnixDatagramAddress && !anybody && othersMayWrite) {
            throw new SettingException(
                    "cannot tell who sends AF_UNIX datagrams: address={0} mode={1}"
                            + ", use {2}, or {3} to let everybody in who may write to the file",
                    address,
                    Integer.toOctalString(socketFileMode),
                    Setting.SOCKET_FILE_MODE.to("0600"),
                    Setting.ALLOW_ANY_USER.on());
        }
    }

    /** A datagram that does not fit a buffer is none at all, so those are left to the system. */
    private void requireSystemBuffers(Address address) {
        if (socketBufferBytes > 0) {
            throw new IllegalArgumentException("socket buffers are for streams: address=" + address
                    + " socketBufferBytes=" + socketBufferBytes + ", use a server of its own for datagrams");
        }
    }
}
