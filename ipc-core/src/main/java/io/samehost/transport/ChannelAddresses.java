package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.DescriptorAddress;
import io.samehost.address.TcpAddress;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import io.samehost.transport.unix.JunixDescriptors;
import io.samehost.transport.unix.JunixNames;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;

/** The addresses of channels that others made. */
public final class ChannelAddresses {
    private ChannelAddresses() {}

    /**
     * The server's address on a channel: the one that it listens on, or on a connection the end that has a name.
     *
     * @throws IllegalArgumentException if it is TCP and not on loopback
     */
    public static Address of(NetworkChannel channel) throws IOException {
        return of(channel, nameless(channel));
    }

    /** The JDK makes no pair of sockets: one of its own without any name is the one that the program was started with. */
    private static Address nameless(NetworkChannel channel) {
        return new DescriptorAddress(
                isOfTheJdk(channel) ? 0 : JunixDescriptors.numberOf(channel).orElse(0));
    }

    /** {@link #of(NetworkChannel)}, or another address for a channel without a name. */
    public static Address of(NetworkChannel channel, Address nameless) throws IOException {
        Optional<Address> local = of(channel.getLocalAddress());
        if (local.isPresent() || !(channel instanceof SocketChannel connection)) {
            return local.orElse(nameless);
        }
        return of(connection.getRemoteAddress()).orElse(nameless);
    }

    /** {@link #of(NetworkChannel)} for the client's end of a connection. */
    public static Address ofServer(SocketChannel connection) throws IOException {
        Optional<Address> remote = of(connection.getRemoteAddress());
        return remote.isPresent() ? remote.get() : of(connection);
    }

    private static Optional<Address> of(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            String path = unix.getPath().toString();
            return path.isEmpty() ? Optional.empty() : Optional.of(unix(path, false));
        }
        Optional<InetSocketAddress> tcp = address == null || address.getClass() == InetSocketAddress.class
                ? Optional.ofNullable((InetSocketAddress) address)
                : JunixNames.tcp(address);
        return tcp.isPresent()
                ? Optional.of(tcp(tcp.get()))
                : JunixNames.unix(address).map(name -> unix(name.text(), name.isAbstract()));
    }

    private static Address unix(String name, boolean isAbstract) {
        String readable = !isAbstract && name.startsWith("@") ? "./" + name : name;
        return new UnixAddress(readable, isAbstract, UnixProvider.ANY);
    }

    private static Address tcp(InetSocketAddress address) {
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("socket is not on loopback: address="
                    + address.getAddress().getHostAddress() + " port=" + address.getPort()
                    + ", bind it to 127.0.0.1 or [::1]");
        }
        boolean ipv6 = address.getAddress() instanceof Inet6Address;
        return new TcpAddress(ipv6 ? "::1" : address.getAddress().getHostAddress(), address.getPort());
    }

    /** The provider of a channel, as the ready line prints it. */
    public static String provider(NetworkChannel channel) {
        return isOfTheJdk(channel) ? "jdk" : "junixsocket";
    }

    /** True if the channel is the JDK's own. */
    public static boolean isOfTheJdk(NetworkChannel channel) {
        return channel instanceof SelectableChannel selectable && selectable.provider() == SelectorProvider.provider();
    }
}
