package io.samehost.transport;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.UdpAddress;
import io.samehost.transport.system.Closing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;

/** Datagrams over UDP on loopback, by the JDK. */
final class UdpDatagrams {
    /** 65,535 less 20 bytes of IPv4 and 8 of UDP. */
    private static final int UDP_LIMIT_BYTES = 65_507;

    /**
     * A UDP socket keeps here what comes while its owner is busy; once this is full, datagrams are lost. Linux gives as
     * much as {@code net.core.rmem_max} allows, and counts some 768 bytes even for the smallest datagram.
     */
    private static final int UDP_RECEIVE_BUFFER_BYTES = 4 << 20;

    private UdpDatagrams() {}

    static DatagramPort bind(UdpAddress address) throws IOException {
        return bind(address, address.resolve());
    }

    /** Takes the first address that exists on this machine: if that is in use, the name is. */
    static DatagramPort bind(UdpAddress address, List<InetSocketAddress> candidates) throws IOException {
        IOException first = null;
        for (InetSocketAddress candidate : candidates) {
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.bind(candidate);
                int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                return port(channel, new UdpAddress(address.host(), port));
            } catch (IOException e) {
                Closing.because(e, channel);
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
                if (LoopbackAddress.exists(candidate)) {
                    break;
                }
            }
        }
        boolean privileged = PrivilegedPorts.isBarred(address.port());
        throw new ListenFailedException(
                privileged ? ListenFailedException.Reason.PERMISSION : ListenFailedException.Reason.IN_USE,
                "cannot bind: address=" + address + ", stop the server that has the port or use port 0",
                first);
    }

    /** The first address of the name, as a server binds it: nothing tells whether anybody is there. */
    static DatagramPort connect(UdpAddress address) throws IOException {
        InetSocketAddress server = address.resolve().get(0);
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.connect(server);
            return port(channel, address);
        } catch (IOException | RuntimeException e) {
            Closing.because(e, channel);
            throw e;
        }
    }

    private static DatagramPort port(DatagramChannel channel, UdpAddress address) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, UDP_RECEIVE_BUFFER_BYTES);
        DatagramPort.Sender sender = new DatagramPort.Sender() {
            @Override
            public int send(ByteBuffer datagram, SocketAddress to) throws IOException {
                return channel.send(datagram, to);
            }

            @Override
            public SocketAddress replyTo(SocketAddress from) {
                return from;
            }
        };
        return new DatagramPort(channel, sender, address, "jdk", UDP_LIMIT_BYTES, Optional.empty(), () -> {});
    }

    /** The meaning of a failure to send to {@code address} or to receive from it. */
    static ConnectFailedException failure(UdpAddress address, IOException cause) {
        boolean refused = cause instanceof PortUnreachableException;
        return new ConnectFailedException(
                refused ? ConnectFailedException.Reason.REFUSED : ConnectFailedException.Reason.OTHER,
                (refused ? "nobody listens" : "cannot reach the server") + ": address=" + address
                        + ", start the server first or check the port",
                cause);
    }
}
